using Auctions.Rules;

namespace Auctions.Views;

/// <summary>The state before a decision, without the hidden amounts.</summary>
/// <param name="Seq">The number of events so far.</param>
/// <param name="Status">The status.</param>
/// <param name="Price">The leading price.</param>
/// <param name="NextMinimum">The least amount of the next raise.</param>
/// <param name="Leader">The user id of the leader; null before the first bid.</param>
/// <param name="Bids">The number of bids.</param>
/// <param name="Participants">The number of participants.</param>
/// <param name="ReserveMet">Whether the price has met the reserve; true where there is none.</param>
/// <param name="ClosesAt">When the auction closes.</param>
internal sealed record AuditedState(
    long Seq, AuctionStatus Status, decimal Price, decimal NextMinimum, string? Leader, int Bids, int Participants,
    bool ReserveMet, DateTimeOffset ClosesAt)
{
    internal static AuditedState Of(AuctionState state) => new(
        state.Seq, state.Status, state.Price, state.NextMinimum, state.Leader, state.Bids, state.Participants, state.ReserveMet, state.ClosesAt);
}
