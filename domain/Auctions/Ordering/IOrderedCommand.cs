using Auctions.Store;

namespace Auctions.Ordering;

/// <summary>
/// A command about an existing auction that has a place in the auction's order
/// (docs/decisions/0012-one-order-per-auction.md). Its last handler but one decides it by <see cref="CommandOrder"/>.
/// </summary>
public interface IOrderedCommand : IAuctionCommand
{
    /// <summary>The command's id.</summary>
    string CommandId { get; }

    /// <summary>The auction's id.</summary>
    string Auction { get; }

    /// <summary>
    /// The latest instant at which a worker may accept the command; null where it waits in a queue as long as it must.
    /// </summary>
    DateTimeOffset? AcceptBy { get; }

    /// <summary>The name of the field whose amount <see cref="DecisionRecord.Limit"/> of <see cref="Request"/> is.</summary>
    string LimitField { get; }

    /// <summary>The command as the auction's head keeps it: a record without a decision.</summary>
    DecisionRecord Request { get; }
}
