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
    DateTimeOffset ClosesAt)
{
    /// <summary>Whether a bid must be on the ladder that the increments make from the starting price on.</summary>
    public bool LadderOnly { get; init; }

    /// <summary>Hidden. Closed below it, the auction is not sold. The starting price at least; null for none.</summary>
    public decimal? ReservePrice { get; init; }

    /// <summary>The price that ends the auction at once, the reserve at least; null for none.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>How long the buy-now price is on offer.</summary>
    public BuyNowUntil BuyNowUntil { get; init; }

    /// <summary>How late raises put off the close; null where they don't.</summary>
    public SoftClose? SoftClose { get; init; }

    /// <summary>Which lot of which session it is; null for an auction by itself.</summary>
    public SessionPlace? Session { get; init; }

    /// <summary>
    /// The same terms in one form: 12.50 and 12.5, or one instant with two offsets, are the same terms.
    /// </summary>
    public AuctionTerms Plain() => this with
    {
        StartingPrice = Money.Plain(StartingPrice),
        Increments = Increments?.Select(band => new IncrementBand(Money.Plain(band.From), Money.Plain(band.Step))).ToArray(),
        OpensAt = OpensAt?.ToUniversalTime(),
        ClosesAt = ClosesAt.ToUniversalTime(),
        ReservePrice = ReservePrice is { } reserve ? Money.Plain(reserve) : null,
        BuyNowPrice = BuyNowPrice is { } buyNow ? Money.Plain(buyNow) : null,
    };

    /// <summary>The title alone: terms that get into a log show nothing hidden.</summary>
    public override string ToString() => $"terms of '{Title}'";
}
