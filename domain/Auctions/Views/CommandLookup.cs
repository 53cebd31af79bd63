namespace Auctions.Views;

/// <summary>
/// Finds what became of a command: in the auction's audit trail, which is kept forever, or else where undecided commands are known.
/// </summary>
/// <param name="reader">Reads the audit trail.</param>
/// <param name="undecided">Knows the commands that the audit trail does not have.</param>
public sealed class CommandLookup(IAuctionReader reader, IUndecidedCommands undecided)
{
    /// <summary>Finds what became of a command; null where the command is unknown.</summary>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation)
    {
        if (CommandIds.AuctionOf(commandId) is null)
            return null;
        // The audit trail comes first: an inline command has no workflow, and the workflow of a decided command may still notify.
        return await reader.CommandAsync(commandId, cancellation) ?? await undecided.FindAsync(commandId, cancellation);
    }
}

/// <summary>Knows the commands that were accepted and are not in an audit trail: those that are not decided yet, and those that failed.</summary>
public interface IUndecidedCommands
{
    /// <summary>Finds the status of a command; null where the command is unknown.</summary>
    ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation);
}
