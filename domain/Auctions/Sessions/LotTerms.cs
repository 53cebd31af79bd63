using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>The terms that a seller sets for one lot of a session.</summary>
/// <param name="Terms">The terms of the auction, except its hours, which the session plans (<see cref="SessionPlan"/>).</param>
/// <param name="Duration">How long the lot is open, above 0.</param>
public sealed record LotTerms(AuctionTerms Terms, TimeSpan Duration);
