using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Auctions.Rules;

/// <summary>
/// The state of an auction that decisions depend on, and nothing else. Its size doesn't grow with the number of bids.
/// </summary>
public sealed record AuctionState
{
    /// <summary>The auction's id.</summary>
    public required string Id { get; init; }

    /// <summary>The user id of the seller.</summary>
    public required string Seller { get; init; }

    /// <summary>
    /// The seller's terms. The increments are never null here: the table that applies when an auction is created applies until
    /// its end.
    /// </summary>
    public required AuctionTerms Terms { get; init; }

    /// <summary>The status after the last committed event. By the clock, the auction may have opened or closed since.</summary>
    public required AuctionStatus Status { get; init; }

    /// <summary>The number of events so far.</summary>
    public required long Seq { get; init; }

    /// <summary>The leading price; before the first bid, the starting price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The user id of the leader; null before the first bid.</summary>
    public string? Leader { get; init; }

    /// <summary>The leader's amount or maximum, at least the price; 0 before the first bid. It is hidden.</summary>
    public decimal LeaderLimit
    {
        // A state that was stored before maxima existed has no limit.
        get => Leader is null ? 0 : Math.Max(field, Price);
        init;
    }

    /// <summary>When the raise that set <see cref="LeaderLimit"/> was received; null before the first bid.</summary>
    public DateTimeOffset? LeaderLimitAt { get; init; }

    /// <summary>Whether the leader's limit is a maximum.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLeaderLimitMaximum { get; init; }

    /// <summary>The number of accepted bids.</summary>
    public required int Bids { get; init; }

    /// <summary>The number of participants.</summary>
    public required int Participants { get; init; }

    /// <summary>When the auction opens: the first instant at which a raise is in time.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When the auction closes: the first instant at which a raise is late. A pause moves it only once the auction is resumed.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether the hammer fell. No raise moves the close after that.</summary>
    public bool IsHammered { get; init; }

    /// <summary>Whether the auctioneer has the close held: the auction is then paused and not closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsHeld { get; init; }

    /// <summary>The user id of the winner; null until the auction is closed, and where it is not sold.</summary>
    public string? Winner { get; init; }

    /// <summary>The auctioneer's own increment; null where there is none.</summary>
    public StepOverride? StepOverride { get; init; }

    /// <summary>The last pauses, oldest first. They are kept because raises that were received during a pause may be decided later.</summary>
    public ImmutableArray<Pause> Pauses { get; init; } = [];

    /// <summary>The total length of all pauses that are over.</summary>
    public TimeSpan PausedFor { get; init; }

    /// <summary>One of <see cref="PauseReasons"/>; null where the auction is not paused, or the auctioneer paused it.</summary>
    public string? PauseReason { get; init; }

    /// <summary>By how much the close was moved without raises and pauses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan ExtendedBy { get; init; }

    /// <summary>The id of the last outage that was made up for; 0 where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LastOutage { get; init; }

    /// <summary>The least amount of the next raise.</summary>
    [JsonIgnore]
    public decimal NextMinimum => Leader is null ? Price : Money.Plain(Price + Ladder.StepAt(this, Price));

    /// <summary>Whether the price has met the reserve; true where there is none.</summary>
    [JsonIgnore]
    public bool ReserveMet => Terms.ReservePrice is not { } reserve || (Leader is not null && Price >= reserve);

    /// <summary>The buy-now price; null where it is not on offer.</summary>
    [JsonIgnore]
    public decimal? BuyNowPrice =>
        Status.IsOver() ? null
        : Leader is null || (Terms.BuyNowUntil == BuyNowUntil.PriceReached && Price < Terms.BuyNowPrice) ? Terms.BuyNowPrice
        : null;

    /// <summary>The number of decimals that an amount may have.</summary>
    [JsonIgnore]
    public int Decimals => Currencies.DecimalsOf(Terms.Currency) ?? 0;

    /// <summary>The id, seq and status without amounts, because hidden amounts must not appear in a log.</summary>
    public override string ToString() => $"auction {Id} at seq {Seq}, {Status}";
}
