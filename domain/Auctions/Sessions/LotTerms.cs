using Auctions.Rules;

namespace Auctions.Sessions;

/// <summary>What a seller fixes for one lot of a session.</summary>
/// <param name="Terms">The terms of the auction; its hours are the session's to plan (<see cref="SessionPlan"/>).</param>
/// <param name="Duration">How long it is open, above 0.</param>
public sealed record LotTerms(AuctionTerms Terms, TimeSpan Duration);
