namespace Auctions.Bus;

/// <summary>
/// Ends the pipeline of a command that is <see cref="IHandledAsynchronously"/> and configured to run durably: the command
/// is accepted here, and each handler runs as an activity of a workflow. Middlewares behind this one see only commands
/// that run inline.
/// </summary>
/// <param name="durable">Where commands are kept.</param>
/// <param name="runsDurably">Whether the command of a name runs durably; asked once per command type.</param>
public sealed class DurableMiddleware(IDurableCommands durable, Func<string, bool> runsDurably) : IMiddleware
{
    /// <inheritdoc/>
    public CommandDelegate<TCommand> Compose<TCommand>(CommandDelegate<TCommand> next)
        where TCommand : class, ICommand<TCommand> =>
        typeof(IHandledAsynchronously).IsAssignableFrom(typeof(TCommand)) && runsDurably(CommandCatalog.NameOf<TCommand>())
            ? (command, context) => durable.AcceptAsync(command, context.Cancellation)
            : next;
}

/// <summary>Keeps commands until all their handlers have run, even if processes die meanwhile.</summary>
public interface IDurableCommands
{
    /// <summary>
    /// Accepts a command: once this has returned, every handler runs, in order. A command that was accepted before is
    /// not started again.
    /// </summary>
    /// <returns>
    /// <see cref="OutcomeKind.Pending"/>, also for a command that was accepted before; <see cref="OutcomeKind.Rejected"/>
    /// where its id was used for another command.
    /// </returns>
    ValueTask<Outcome> AcceptAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>;
}
