namespace Auctions.Bus;

/// <summary>
/// Sends a command that is <see cref="IHandledAsynchronously"/> to its worker and ends there. In the worker itself,
/// where the app-id is the command's own, the pipeline goes on to the handlers.
/// </summary>
/// <param name="dispatcher">The way to the worker.</param>
/// <param name="appId">The app-id of this process.</param>
public sealed class AsynchronousMiddleware(ICommandDispatcher dispatcher, string appId) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand>
    {
        if (!typeof(IHandledAsynchronously).IsAssignableFrom(typeof(TCommand)))
            return next;

        return (command, context) =>
        {
            var worker = ((IHandledAsynchronously)command).Worker;
            return worker == appId
                ? next(command, context)
                : dispatcher.DispatchAsync(command, worker, context.Cancellation);
        };
    }
}

/// <summary>Hands a command to the worker that runs its handlers.</summary>
public interface ICommandDispatcher
{
    /// <summary>Hands the command over.</summary>
    /// <param name="command">The command.</param>
    /// <param name="worker">The app-id of the worker.</param>
    /// <param name="cancellation">Ends the wait for the answer, not the work.</param>
    /// <returns>
    /// The worker's answer; <see cref="OutcomeKind.Failed"/> with <c>not-accepted</c> when no worker accepted the
    /// command: then nothing happened, and the command may be sent again.
    /// </returns>
    ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>;
}
