using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Opening;

/// <summary>
/// The terms of one auction in a request body, without its hours. A lot of a session has the same terms. Every field is
/// nullable, so that the answer can name all the missing ones.
/// </summary>
internal abstract record TermsRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>ISO 4217, for example EUR.</summary>
    public string? Currency { get; init; }

    /// <summary>The lowest first bid, above 0.</summary>
    public decimal? StartingPrice { get; init; }

    /// <summary>The increments by leading price, ascending, the first from 0; by default a table that suits the currency.</summary>
    public IReadOnlyList<IncrementRequest?>? Increments { get; init; }

    /// <summary>The name of a table of increments, instead of <see cref="Increments"/>.</summary>
    public string? IncrementPreset { get; init; }

    /// <summary>Whether a bid must lie on the ladder of amounts that the increments form.</summary>
    public bool? LadderOnly { get; init; }

    /// <summary>Hidden. An auction that closes below this price is not sold. At least the starting price.</summary>
    public decimal? ReservePrice { get; init; }

    /// <summary>The price that ends the auction at once; at least the starting price and the reserve.</summary>
    public decimal? BuyNowPrice { get; init; }

    /// <summary>How long buy-now is offered: until the price reaches it, or until the first bid.</summary>
    public BuyNowUntil? BuyNowUntil { get; init; }

    /// <summary>How late raises move the close; by default they do not.</summary>
    public SoftCloseRequest? SoftClose { get; init; }

    /// <summary>The problems that can be found without looking at the values; empty if there are none.</summary>
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
            problems.Add(new("incrementPreset", "can't be combined with increments"));
        else if (IncrementPreset is { } preset && Rules.Increments.Preset(preset) is null)
            problems.Add(new("incrementPreset", $"must be one of: {string.Join(", ", Rules.Increments.Presets)}"));
        if (BuyNowUntil is not null && BuyNowPrice is null)
            problems.Add(new("buyNowUntil", "needs a buyNowPrice"));
        if (SoftClose is not null)
        {
            Require(problems, SoftClose.Window is not null, "softClose.window");
            Require(problems, SoftClose.Extension is not null, "softClose.extension");
        }

        return problems;
    }

    /// <summary>Adds a problem if a field is missing.</summary>
    protected static void Require(List<FieldProblem> problems, bool given, string field)
    {
        if (!given)
            problems.Add(new(field, "is missing"));
    }

    /// <summary>The terms; call it only if there are no <see cref="Problems"/>.</summary>
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

/// <summary>One band of increments in the body of <c>POST /auctions</c>.</summary>
internal sealed record IncrementRequest
{
    /// <summary>The leading price from which the band applies, 0 or more.</summary>
    public decimal? From { get; init; }

    /// <summary>The increment, above 0.</summary>
    public decimal? Step { get; init; }
}

/// <summary>The soft close in the body of <c>POST /auctions</c>; durations as <c>hh:mm:ss</c>.</summary>
internal sealed record SoftCloseRequest
{
    /// <summary>A raise received within this time before the close moves the close.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The auction then closes this long after that raise was received.</summary>
    public TimeSpan? Extension { get; init; }

    /// <summary>The most by which the close may move in all; no limit by default.</summary>
    public TimeSpan? MaxTotal { get; init; }
}
