using Auctions.Rules;

namespace Auctions.Views;

/// <summary>The reads: what Api answers and what Pusher sends as a snapshot.</summary>
public interface IAuctionReader
{
    /// <summary>One auction; null where there is none.</summary>
    ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation);

    /// <summary>The auctions of the index, the next to close first; those closed come last.</summary>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="withLots">Whether the lots of sessions are among them.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation);

    /// <summary>The bids with a seq above <paramref name="after"/>, ascending; null where there is no such auction.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="after">0 or more.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<BidView>?> BidsAsync(string auction, long after, int limit, CancellationToken cancellation);

    /// <summary>Those of some users who are participants of an auction; none where there is no such auction.</summary>
    ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(string auction, IReadOnlyCollection<string> users, CancellationToken cancellation);

    /// <summary>What became of a command; null where nothing is known of it.</summary>
    ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation);
}
