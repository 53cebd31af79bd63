// What the bus sends in the benchmark: a command, its handler, and what its middlewares are given.
using Auctions.Bus;

namespace Auctions.Bench.Bus;

/// <summary>A command with every capacity, so that every middleware has something to decide.</summary>
public sealed record Note(string CommandId) : ICommand<Note>, IValidated, IRetryOnFail, IHandledAsynchronously
{
    /// <inheritdoc/>
    public static IReadOnlyList<Type> Handlers { get; } = [typeof(NoteHandler)];

    /// <inheritdoc/>
    public string Worker => "worker";

    /// <inheritdoc/>
    public int MaxRetry => 3;

    /// <inheritdoc/>
    public TimeSpan RetryDelay(int tried) => TimeSpan.FromMilliseconds(50 * tried);

    /// <inheritdoc/>
    public IReadOnlyList<FieldProblem>? Validate() => CommandId.Length > 0 ? null : [new("commandId", "is empty")];
}

/// <summary>A handler that does as little as a handler can.</summary>
public sealed class NoteHandler : IHandler<Note>
{
    private long _seq;

    /// <inheritdoc/>
    public ValueTask<Outcome> HandleAsync(Note command, CommandContext context) => new(Outcome.Succeeded(++_seq));
}

/// <summary>Never called: the benchmark runs in the command's own worker, and its handler records no events.</summary>
public sealed class Nobody : ICommandDispatcher, IRecordedEvents
{
    /// <inheritdoc/>
    public ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand> =>
        throw new InvalidOperationException("the benchmark runs in the worker itself");

    /// <inheritdoc/>
    public void Recorded(IReadOnlyList<object> events) =>
        throw new InvalidOperationException("the benchmark records nothing");
}
