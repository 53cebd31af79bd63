using System.Text;

namespace Auctions.Bus;

/// <summary>
/// Takes a command through the middlewares, in the order in which they were appended, to the handlers that the
/// command declares. Which middlewares, and how handlers are run, is decided where the bus is built; the command and
/// its handlers do not change with it.
/// </summary>
/// <remarks>
/// A pipeline is composed once per command type and kept in an array slot of the type, so that a send is an array
/// read and the calls themselves. Each thread keeps the context of its last send and takes it again once that send has
/// ended: the bus allocates nothing per send as long as every step ends synchronously, and a context and one state
/// machine where one does not.
/// </remarks>
public sealed class CommandBus
{
    [ThreadStatic]
    private static CommandContext? _lastContext;

    private readonly IHandlerRunner _runner;
    private readonly List<IMiddleware> _middlewares = [];
    private readonly Lock _composing = new();
    private Delegate?[] _pipelines = [];
    private bool _composed;

    /// <summary>A bus without middlewares.</summary>
    /// <param name="runner">How the handlers of a command are run.</param>
    public CommandBus(IHandlerRunner runner) => _runner = runner;

    /// <summary>Appends a middleware: it sees a command after those appended before it.</summary>
    /// <exception cref="InvalidOperationException">A command was already sent; the order is fixed from then on.</exception>
    public CommandBus AppendMiddleware(IMiddleware middleware)
    {
        lock (_composing)
        {
            if (_composed)
                throw new InvalidOperationException(
                    $"{middleware.GetType().Name} was appended after the first command was sent; append every middleware before.");
            _middlewares.Add(middleware);
        }

        return this;
    }

    /// <summary>Sends a command and waits for its outcome.</summary>
    /// <returns>The outcome. What is expected to go wrong is an outcome; what is not is thrown.</returns>
    public ValueTask<Outcome> SendAsync<TCommand>(TCommand command, CancellationToken cancellation = default)
        where TCommand : class, ICommand<TCommand>
    {
        // A context still in use is another send's: one further out on this stack, one that still waits, or one that
        // threw, whose steps may hold it. It is left to them.
        var context = _lastContext;
        if (context is null || !context.TryTake())
            _lastContext = context = CommandContext.Taken();
        context.Cancellation = cancellation;

        var sending = PipelineOf<TCommand>()(command, context);
        if (!sending.IsCompletedSuccessfully)
            return AwaitAsync(sending, context);

        context.GiveBack();
        return sending;
    }

    /// <summary>The pipeline in words: every middleware in order, then how handlers are run. Logged at start.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var middleware in _middlewares)
            text.Append(middleware.GetType().Name).Append(" → ");
        return text.Append(_runner.GetType().Name).ToString();
    }

    /// <summary>The pipeline of one command in words: as <see cref="Describe()"/>, and the command's handlers.</summary>
    public string Describe<TCommand>()
        where TCommand : class, ICommand<TCommand> =>
        $"{CommandCatalog.NameOf<TCommand>()}: {Describe()} ({string.Join(", ", TCommand.Handlers.Select(handler => handler.Name))})";

    private static async ValueTask<Outcome> AwaitAsync(ValueTask<Outcome> sending, CommandContext context)
    {
        var outcome = await sending.ConfigureAwait(false);
        context.GiveBack();
        return outcome;
    }

    private CommandDelegate<TCommand> PipelineOf<TCommand>()
        where TCommand : class, ICommand<TCommand>
    {
        var pipelines = _pipelines;
        var slot = Slot<TCommand>.Index;
        return slot < pipelines.Length && pipelines[slot] is { } pipeline
            ? System.Runtime.CompilerServices.Unsafe.As<CommandDelegate<TCommand>>(pipeline)
            : Compose<TCommand>(slot);
    }

    private CommandDelegate<TCommand> Compose<TCommand>(int slot)
        where TCommand : class, ICommand<TCommand>
    {
        lock (_composing)
        {
            if (slot < _pipelines.Length && _pipelines[slot] is CommandDelegate<TCommand> composed)
                return composed;

            _composed = true;
            var pipeline = _runner.Compose<TCommand>(TCommand.Handlers);
            for (var at = _middlewares.Count - 1; at >= 0; at--)
                pipeline = _middlewares[at].Compose(pipeline);

            // Readers see the old array or the new one, never one half written.
            var grown = new Delegate?[Math.Max(_pipelines.Length, slot + 1)];
            _pipelines.CopyTo(grown, 0);
            grown[slot] = pipeline;
            Volatile.Write(ref _pipelines, grown);
            return pipeline;
        }
    }

    private static class Slots
    {
        private static int _taken = -1;

        public static int Take() => Interlocked.Increment(ref _taken);
    }

    private static class Slot<TCommand>
    {
        public static readonly int Index = Slots.Take();
    }
}
