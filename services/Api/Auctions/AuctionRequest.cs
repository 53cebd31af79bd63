using System.Text.Json;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Api.Auctions;

/// <summary>
/// The body of <c>POST /auctions</c>. Everything is optional here, so that what is missing can be named.
/// </summary>
internal sealed record AuctionRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>ISO 4217, for example EUR.</summary>
    public string? Currency { get; init; }

    /// <summary>The least first bid, above 0.</summary>
    public decimal? StartingPrice { get; init; }

    /// <summary>Least steps by leading price, ascending, the first from 0; by default a table that suits the currency.</summary>
    public IReadOnlyList<IncrementRequest?>? Increments { get; init; }

    /// <summary>When it opens; at once by default.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When it closes.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Not supported yet.</summary>
    public JsonElement? ReservePrice { get; init; }

    /// <summary>Not supported yet.</summary>
    public JsonElement? BuyNowPrice { get; init; }

    /// <summary>Not supported yet.</summary>
    public JsonElement? SoftClose { get; init; }

    /// <summary>Not supported yet.</summary>
    public JsonElement? LadderOnly { get; init; }

    /// <summary>What can't be right before anybody looks at the values.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        var problems = new List<FieldProblem>();
        void Require(bool given, string field)
        {
            if (!given)
                problems.Add(new(field, "is missing"));
        }

        void Refuse(bool given, string field)
        {
            if (given)
                problems.Add(new(field, "isn't supported yet"));
        }

        Require(Title is not null, "title");
        Require(Currency is not null, "currency");
        Require(StartingPrice is not null, "startingPrice");
        Require(ClosesAt is not null, "closesAt");
        for (var at = 0; at < Increments?.Count; at++)
        {
            Require(Increments[at]?.From is not null, $"increments[{at}].from");
            Require(Increments[at]?.Step is not null, $"increments[{at}].step");
        }

        Refuse(ReservePrice is not null, "reservePrice");
        Refuse(BuyNowPrice is not null, "buyNowPrice");
        Refuse(SoftClose is not null, "softClose");
        Refuse(LadderOnly is not null, "ladderOnly");
        return problems;
    }

    /// <summary>The terms; only where there are no <see cref="Problems"/>.</summary>
    public AuctionTerms Terms() => new(
        Title!, Currency!, StartingPrice!.Value,
        Increments?.Select(band => new IncrementBand(band!.From!.Value, band.Step!.Value)).ToArray(),
        OpensAt, ClosesAt!.Value);
}
