using Auctions.Rules;

namespace Auctions.Views;

/// <summary>Reads auctions, for Api's answers and for Pusher's snapshots.</summary>
public interface IAuctionReader
{
    /// <summary>Reads an auction; null where there is none.</summary>
    ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation);

    /// <summary>Reads the auctions of the index: first those that aren't over, by their close, then those that are, last closed first.</summary>
    /// <param name="status">Only auctions of this status; null for all.</param>
    /// <param name="withLots">Whether to include the lots of sessions.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation);

    /// <summary>Reads the bids with a seq above <paramref name="after"/>, ascending; null where there is no such auction.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="after">0 or more.</param>
    /// <param name="limit">The most bids to read, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<BidView>?> BidsAsync(string auction, long after, int limit, CancellationToken cancellation);

    /// <summary>Finds the users among the given ones who are participants of an auction; none where there is no such auction.</summary>
    ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(string auction, IReadOnlyCollection<string> users, CancellationToken cancellation);

    /// <summary>Reads the outcome of a decided command; null where there is no decision.</summary>
    ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation);
}
