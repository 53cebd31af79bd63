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
