namespace Auctions.Views;

/// <summary>One accepted bid.</summary>
/// <param name="Seq">The seq of the bid's event.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Amount">The amount.</param>
/// <param name="At">When the raise was received.</param>
/// <param name="Command">The id of the command that raised; for an automatic bid, of the raise that the house answered.</param>
/// <param name="Automatic">Whether the house bid for the bidder.</param>
public sealed record BidView(long Seq, string Bidder, decimal Amount, DateTimeOffset At, string Command, bool Automatic);
