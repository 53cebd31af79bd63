namespace Auctions.Rules;

/// <summary>The terms that a seller sets when an auction is created.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Currency">ISO 4217, for example <c>EUR</c>.</param>
/// <param name="StartingPrice">The least first bid, above 0.</param>
/// <param name="Increments">Bands by leading price, ascending, the first from 0; null for the default table of the currency.</param>
/// <param name="OpensAt">When the auction opens; null for at once.</param>
/// <param name="ClosesAt">When the auction closes. A raise received at this instant or later is late.</param>
public sealed record AuctionTerms(
    string Title,
    string Currency,
    decimal StartingPrice,
    IReadOnlyList<IncrementBand>? Increments,
    DateTimeOffset? OpensAt,
    DateTimeOffset ClosesAt)
{
    /// <summary>Whether a bid must be on the ladder that the increments form from the starting price on.</summary>
    public bool LadderOnly { get; init; }

    /// <summary>The price below which the auction is not sold, at least the starting price; null for none. It is hidden.</summary>
    public decimal? ReservePrice { get; init; }

    /// <summary>The price that ends the auction at once, at least the starting price and the reserve; null for none.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>How long the buy-now price is on offer.</summary>
    public BuyNowUntil BuyNowUntil { get; init; }

    /// <summary>How late raises extend the auction; null where they don't.</summary>
    public SoftClose? SoftClose { get; init; }

    /// <summary>The auction's place in a session; null for an auction outside sessions.</summary>
    public SessionPlace? Session { get; init; }

    /// <summary>The same terms in a normal form, in which 12.50 is 12.5 and every instant is in UTC.</summary>
    public AuctionTerms Plain() => this with
    {
        StartingPrice = Money.Plain(StartingPrice),
        Increments = Increments?.Select(band => new IncrementBand(Money.Plain(band.From), Money.Plain(band.Step))).ToArray(),
        OpensAt = OpensAt?.ToUniversalTime(),
        ClosesAt = ClosesAt.ToUniversalTime(),
        ReservePrice = ReservePrice is { } reserve ? Money.Plain(reserve) : null,
        BuyNowPrice = BuyNowPrice is { } buyNow ? Money.Plain(buyNow) : null,
    };

    /// <summary>The title only, because the reserve must not appear in a log.</summary>
    public override string ToString() => $"terms of '{Title}'";
}
