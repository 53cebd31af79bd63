namespace Auctions.Bus;

/// <summary>
/// Runs one handler of a command on its own, as an activity of a workflow does. The handler can't tell that the others
/// run elsewhere.
/// </summary>
public static class HandlerStep
{
    /// <summary>Runs a handler with what the handlers before it left.</summary>
    /// <returns>What it leaves: the events of the handlers before it, followed by its own.</returns>
    public static async ValueTask<Progress> RunAsync<TCommand>(
        IHandler<TCommand> handler, TCommand command, Progress before, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var context = new CommandContext { Outcome = before.Outcome, Cancellation = cancellation };
        foreach (var recorded in before.Events)
            context.Record(recorded);
        var outcome = await handler.HandleAsync(command, context).ConfigureAwait(false);
        return new Progress(outcome, context.Events);
    }
}

/// <summary>How far a command has come: what one handler leaves to the next, wherever that one runs.</summary>
/// <param name="Outcome">The outcome as it stands.</param>
/// <param name="Events">The events recorded so far, in order.</param>
public readonly record struct Progress(Outcome Outcome, IReadOnlyList<object> Events)
{
    /// <summary>Before the first handler.</summary>
    public static Progress None { get; } = new(Outcome.Succeeded(), []);
}
