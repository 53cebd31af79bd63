using System.Text.Json.Serialization;

namespace Auctions.Rules;

/// <summary>An auction, as far as the rules need to know it: everything a decision depends on, and nothing else.</summary>
public sealed record AuctionState
{
    /// <summary>The auction's id.</summary>
    public required string Id { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary>
    /// What the seller fixed. The increments are never null in here: the table that holds when an auction is made
    /// holds for all its life.
    /// </summary>
    public required AuctionTerms Terms { get; init; }

    /// <summary>As the last committed event left it. By the clock it may be further on already.</summary>
    public required AuctionStatus Status { get; init; }

    /// <summary>The number of events so far.</summary>
    public required long Seq { get; init; }

    /// <summary>The leading price; before the first bid, the starting price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The user id of who leads; null before the first bid.</summary>
    public string? Leader { get; init; }

    /// <summary>The number of accepted bids.</summary>
    public required int Bids { get; init; }

    /// <summary>The number of participants.</summary>
    public required int Participants { get; init; }

    /// <summary>When it opens: the first instant whose raises are in time.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When it closes: the first instant whose raises are late.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>The user id of who won; null while open, and where nobody bid.</summary>
    public string? Winner { get; init; }

    /// <summary>The least amount of the next raise.</summary>
    [JsonIgnore]
    public decimal NextMinimum =>
        Leader is null ? Price : Money.Plain(Price + Increments.StepAt(Terms.Increments!, Price));

    /// <summary>The decimals that an amount may have.</summary>
    [JsonIgnore]
    public int Decimals => Currencies.DecimalsOf(Terms.Currency) ?? 0;
}
