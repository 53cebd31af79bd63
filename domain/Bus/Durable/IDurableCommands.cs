namespace Auctions.Bus;

/// <summary>Where commands are kept until they are done, whatever dies meanwhile.</summary>
public interface IDurableCommands
{
    /// <summary>
    /// Takes a command: from its return on, every handler runs, in order. A command that was taken before is not
    /// taken again.
    /// </summary>
    /// <returns>
    /// <see cref="OutcomeKind.Pending"/>, for a command that was taken before too; rejected where its id was used for
    /// another command.
    /// </returns>
    ValueTask<Outcome> TakeAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>;
}
