using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Auctions.Rules;

/// <summary>
/// An auction, as far as the rules need to know it: everything a decision depends on, and nothing else. It is as large
/// after a hundred thousand bids as before the first.
/// </summary>
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

    /// <summary>Hidden: up to what the leader's own raise goes, the price at least; 0 before the first bid.</summary>
    public decimal LeaderLimit
    {
        // One that was kept before there were maxima says none.
        get => Leader is null ? 0 : Math.Max(field, Price);
        init;
    }

    /// <summary>When the raise was received that <see cref="LeaderLimit"/> is of; null before the first bid.</summary>
    public DateTimeOffset? LeaderLimitAt { get; init; }

    /// <summary>The number of accepted bids.</summary>
    public required int Bids { get; init; }

    /// <summary>The number of participants.</summary>
    public required int Participants { get; init; }

    /// <summary>When it opens: the first instant whose raises are in time.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When it closes: the first instant whose raises are late. While it is paused, when it would have.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether the hammer fell: the close is where it was put, and nothing moves it.</summary>
    public bool IsHammered { get; init; }

    /// <summary>The user id of who won; null while open, and where it wasn't sold.</summary>
    public string? Winner { get; init; }

    /// <summary>The auctioneer's own increment, where there is one.</summary>
    public StepOverride? StepOverride { get; init; }

    /// <summary>The last pauses, the latest last: raises that were received in them may still be on their way.</summary>
    public ImmutableArray<Pause> Pauses { get; init; } = [];

    /// <summary>How long the auction was paused in all, the pauses that are over.</summary>
    public TimeSpan PausedFor { get; init; }

    /// <summary>The least amount of the next raise.</summary>
    [JsonIgnore]
    public decimal NextMinimum => Leader is null ? Price : Money.Plain(Price + Ladder.StepAt(this, Price));

    /// <summary>Whether the price has come to the reserve; true where there is none.</summary>
    [JsonIgnore]
    public bool ReserveMet => Terms.ReservePrice is not { } reserve || (Leader is not null && Price >= reserve);

    /// <summary>The buy-now price while it is on offer.</summary>
    [JsonIgnore]
    public decimal? BuyNowPrice =>
        Status.IsOver() ? null
        : Leader is null || (Terms.BuyNowUntil == BuyNowUntil.PriceReached && Price < Terms.BuyNowPrice) ? Terms.BuyNowPrice
        : null;

    /// <summary>The decimals that an amount may have.</summary>
    [JsonIgnore]
    public int Decimals => Currencies.DecimalsOf(Terms.Currency) ?? 0;

    /// <summary>Without a figure: a state that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"auction {Id} at seq {Seq}, {Status}";
}
