namespace Auctions.Rules;

/// <summary>What a seller fixes when the auction is made.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Currency">ISO 4217, for example <c>EUR</c>.</param>
/// <param name="StartingPrice">The least first bid, above 0.</param>
/// <param name="Increments">Bands by leading price, ascending, the first from 0; null takes a table by the currency.</param>
/// <param name="OpensAt">When it opens; null opens it at once.</param>
/// <param name="ClosesAt">When it closes: a raise received at this instant or later is late.</param>
public sealed record AuctionTerms(
    string Title,
    string Currency,
    decimal StartingPrice,
    IReadOnlyList<IncrementBand>? Increments,
    DateTimeOffset? OpensAt,
    DateTimeOffset ClosesAt);
