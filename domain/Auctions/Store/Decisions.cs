namespace Auctions.Store;

/// <summary>Finds decisions about commands, in a head or among the sealed ones.</summary>
internal static class Decisions
{
    /// <summary>Finds the decision about a command; null where there is none.</summary>
    /// <param name="documents">The store.</param>
    /// <param name="head">The current head of the command's auction.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="cancellation">Cancels the read.</param>
    public static async ValueTask<DecisionRecord?> FindAsync(
        IDocuments documents, AuctionHead head, string command, CancellationToken cancellation)
    {
        if (head.FindDecision(command) is { } decision)
            return decision;
        var key = AuctionKeys.Decision(head.State.Id, command);
        return head.SealedDecisions > 0 && await documents.FindAsync(key, cancellation) is var (marker, _)
            ? HeadJson.Read<DecisionRecord>(key, marker)
            : null;
    }
}
