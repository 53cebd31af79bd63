namespace Auctions.Bus;

/// <summary>
/// Ends the pipeline of a command that is <see cref="IHandledAsynchronously"/> and to run durably: it is taken, and its
/// handlers run as steps of their own. What comes behind this middleware sees only the commands that run inline.
/// </summary>
/// <param name="durable">Where commands are kept.</param>
/// <param name="runsDurably">Whether the command of a name does; asked once per command type.</param>
public sealed class DurableMiddleware(IDurableCommands durable, Func<string, bool> runsDurably) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        typeof(IHandledAsynchronously).IsAssignableFrom(typeof(TCommand)) && runsDurably(CommandCatalog.NameOf<TCommand>())
            ? (command, context) => durable.TakeAsync(command, context.Cancellation)
            : next;
}
