namespace Auctions.Store;

/// <summary>The decisions about commands, wherever they are: in a head, or sealed away before it.</summary>
internal static class Decisions
{
    /// <summary>The decision about a command; null where there is none.</summary>
    /// <param name="documents">The store.</param>
    /// <param name="head">A head of the command's auction, read just before.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="cancellation">Ends the read.</param>
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
