namespace Auctions.Bus;

/// <summary>Runs one handler of a command by itself: the handler can't tell that the others run elsewhere.</summary>
public static class HandlerStep
{
    /// <summary>Runs a handler with what the steps before it left.</summary>
    /// <returns>What it leaves: the events of the steps before, and then its own.</returns>
    public static async ValueTask<Progress> RunAsync<TCommand>(
        IHandler<TCommand> handler, TCommand command, Progress before, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var context = CommandContext.Taken();
        context.Outcome = before.Outcome;
        context.Cancellation = cancellation;
        foreach (var recorded in before.Events)
            context.Record(recorded);
        var outcome = await handler.HandleAsync(command, context).ConfigureAwait(false);
        return new Progress(outcome, context.Events);
    }
}
