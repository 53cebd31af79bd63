namespace Auctions.Bus;

/// <summary>Hands a command to the worker that does it.</summary>
public interface ICommandDispatcher
{
    /// <summary>Hands the command over.</summary>
    /// <param name="command">The command.</param>
    /// <param name="worker">The app-id that does the work.</param>
    /// <param name="cancellation">Ends the wait, not the work.</param>
    /// <returns>
    /// The worker's answer; <see cref="OutcomeKind.Failed"/> with <c>not-accepted</c> when no worker took the
    /// command: then nothing happened, and it may be sent again.
    /// </returns>
    ValueTask<Outcome> DispatchAsync<TCommand>(TCommand command, string worker, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>;
}
