using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Auctions;

/// <summary>
/// What a body says of one auction, by itself or as a lot, its hours aside. Everything is optional here, so that what is
/// missing can be named.
/// </summary>
internal abstract record TermsRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>ISO 4217, for example EUR.</summary>
    public string? Currency { get; init; }

    /// <summary>The least first bid, above 0.</summary>
    public decimal? StartingPrice { get; init; }

    /// <summary>Least steps by leading price, ascending, the first from 0; by default a table that suits the currency.</summary>
    public IReadOnlyList<IncrementRequest?>? Increments { get; init; }

    /// <summary>A table of increments by name, in the place of <see cref="Increments"/>.</summary>
    public string? IncrementPreset { get; init; }

    /// <summary>Whether a bid must be on the ladder that the increments make.</summary>
    public bool? LadderOnly { get; init; }

    /// <summary>Hidden: closed below it, the auction is not sold. The starting price at least.</summary>
    public decimal? ReservePrice { get; init; }

    /// <summary>The price that ends the auction at once; the starting price and the reserve at least.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>How long that is on offer: until the price has come up to it, or until somebody bids.</summary>
    public BuyNowUntil? BuyNowUntil { get; init; }

    /// <summary>How late raises put off the close; by default they don't.</summary>
    public SoftCloseRequest? SoftClose { get; init; }

    /// <summary>What can't be right before anybody looks at the values.</summary>
    public virtual List<FieldProblem> Problems()
    {
        var problems = new List<FieldProblem>();
        Require(problems, Title is not null, "title");
        Require(problems, Currency is not null, "currency");
        Require(problems, StartingPrice is not null, "startingPrice");
        for (var at = 0; at < Increments?.Count; at++)
        {
            Require(problems, Increments[at]?.From is not null, $"increments[{at}].from");
            Require(problems, Increments[at]?.Step is not null, $"increments[{at}].step");
        }

        if (IncrementPreset is not null && Increments is not null)
            problems.Add(new("incrementPreset", "can't be given beside increments"));
        else if (IncrementPreset is { } preset && Rules.Increments.Preset(preset) is null)
            problems.Add(new("incrementPreset", $"must be one of: {string.Join(", ", Rules.Increments.Presets)}"));
        if (BuyNowUntil is not null && BuyNowPrice is null)
            problems.Add(new("buyNowUntil", "says nothing without a buyNowPrice"));
        if (SoftClose is not null)
        {
            Require(problems, SoftClose.Window is not null, "softClose.window");
            Require(problems, SoftClose.Extension is not null, "softClose.extension");
        }

        return problems;
    }

    /// <summary>Notes a field that is missing.</summary>
    protected static void Require(List<FieldProblem> problems, bool given, string field)
    {
        if (!given)
            problems.Add(new(field, "is missing"));
    }

    /// <summary>The terms; only where there are no <see cref="Problems"/>.</summary>
    protected AuctionTerms Terms(DateTimeOffset? opensAt, DateTimeOffset closesAt) => new(
        Title!, Currency!, StartingPrice!.Value,
        IncrementPreset is { } preset
            ? Rules.Increments.Preset(preset)
            : Increments?.Select(band => new IncrementBand(band!.From!.Value, band.Step!.Value)).ToArray(),
        opensAt, closesAt)
    {
        LadderOnly = LadderOnly ?? false,
        ReservePrice = ReservePrice,
        BuyNowPrice = BuyNowPrice,
        BuyNowUntil = BuyNowUntil ?? default,
        SoftClose = SoftClose is { } soft ? new SoftClose(soft.Window!.Value, soft.Extension!.Value, soft.MaxTotal) : null,
    };
}
