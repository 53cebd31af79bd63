using System.Collections.Concurrent;

namespace Auctions.Bus;

/// <summary>
/// Sends a command through the middlewares, in the order in which they were appended, to the handlers that the command
/// declares. The middlewares and the way in which handlers are run are chosen where the bus is built; a command and its
/// handlers are the same on every bus.
/// </summary>
/// <param name="runner">How the handlers of a command are run.</param>
public sealed class CommandBus(IHandlerRunner runner)
{
    private readonly List<IMiddleware> _middlewares = [];
    private readonly ConcurrentDictionary<Type, Delegate> _pipelines = new();

    /// <summary>Appends a middleware: it sees a command after those appended before it. Not for several threads at once.</summary>
    /// <exception cref="InvalidOperationException">A command was already sent; the order is fixed from then on.</exception>
    public CommandBus AppendMiddleware(IMiddleware middleware)
    {
        if (!_pipelines.IsEmpty)
            throw new InvalidOperationException(
                $"{middleware.GetType().Name} was appended after the first command was sent; append every middleware before.");
        _middlewares.Add(middleware);
        return this;
    }

    /// <summary>Sends a command and waits for its outcome.</summary>
    /// <returns>The outcome. An expected failure is an outcome; anything else is thrown.</returns>
    /// <exception cref="InvalidOperationException">
    /// The command declares no handlers, or one that is not registered in this process or is no handler of this command.
    /// </exception>
    public ValueTask<Outcome> SendAsync<TCommand>(TCommand command, CancellationToken cancellation = default)
        where TCommand : class, ICommand<TCommand> =>
        PipelineOf<TCommand>()(command, new CommandContext { Cancellation = cancellation });

    /// <summary>The pipeline in words: every middleware in order, then how handlers are run. Logged at start.</summary>
    public string Describe() =>
        string.Join(" → ", _middlewares.Select(middleware => middleware.GetType().Name).Append(runner.GetType().Name));

    /// <summary>The pipeline of one command in words: as <see cref="Describe()"/>, and the command's handlers.</summary>
    public string Describe<TCommand>()
        where TCommand : class, ICommand<TCommand> =>
        $"{CommandCatalog.NameOf<TCommand>()}: {Describe()} ({string.Join(", ", TCommand.Handlers.Select(handler => handler.Name))})";

    /// <summary>Composes the pipeline of a command before the first is sent, so that a missing handler shows at the start.</summary>
    /// <exception cref="InvalidOperationException">A handler is not registered in this process.</exception>
    public void Prepare<TCommand>()
        where TCommand : class, ICommand<TCommand> =>
        PipelineOf<TCommand>();

    private CommandDelegate<TCommand> PipelineOf<TCommand>()
        where TCommand : class, ICommand<TCommand> =>
        (CommandDelegate<TCommand>)_pipelines.GetOrAdd(typeof(TCommand), static (_, bus) => bus.Compose<TCommand>(), this);

    private CommandDelegate<TCommand> Compose<TCommand>()
        where TCommand : class, ICommand<TCommand>
    {
        var pipeline = runner.Compose<TCommand>(TCommand.Handlers);
        for (var at = _middlewares.Count - 1; at >= 0; at--)
            pipeline = _middlewares[at].Compose(pipeline);
        return pipeline;
    }
}
