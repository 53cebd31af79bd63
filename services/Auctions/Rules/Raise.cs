namespace Auctions.Rules;

/// <summary>A raise, as the rules see it.</summary>
/// <param name="Command">The id of the command that raises.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Amount">The amount, valid in the auction's currency.</param>
/// <param name="ReceivedAt">When it was received; no other time counts.</param>
public readonly record struct Raise(string Command, string Bidder, decimal Amount, DateTimeOffset ReceivedAt);
