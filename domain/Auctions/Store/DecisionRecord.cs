using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// The stored decision about a command, so that a repeated command is not decided again, or about the passing of time. The
/// records in their order are the auction's audit trail. They contain the requests, so that each can be decided again. The names
/// in JSON are short because a head contains dozens of records. A command that is not decided yet has the same record, without
/// <see cref="Seq"/> and <see cref="Reason"/>.
/// </summary>
/// <param name="Command">The command's id; empty where there is no command, or a raise made a participant.</param>
/// <param name="User">The user id of the sender, or of the new participant; empty for the passing of time.</param>
/// <param name="Fingerprint">The command's fingerprint (<see cref="IAuctionCommand.Fingerprint"/>).</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
/// <param name="Reason">The reason of the rejection; null where the request was accepted.</param>
public sealed record DecisionRecord(
    [property: JsonPropertyName("c")] string Command,
    [property: JsonPropertyName("u")] string User,
    [property: JsonPropertyName("w")] string Fingerprint,
    [property: JsonPropertyName("s")] long? Seq,
    [property: JsonPropertyName("r")] string? Reason)
{
    /// <summary>The kind of the decision.</summary>
    [JsonPropertyName("k")]
    public DecisionKind Kind { get; init; }

    /// <summary>When the command was received; for the passing of time, when it was decided.</summary>
    [JsonPropertyName("t")]
    public DateTimeOffset At { get; init; }

    /// <summary>The amount or maximum of a raise, hidden where <see cref="IsMaximum"/> is true; the step of a changed increment.</summary>
    [JsonPropertyName("l")]
    public decimal? Limit { get; init; }

    /// <summary>The price up to which a changed increment applies; null where it applies to the end.</summary>
    [JsonPropertyName("n")]
    public decimal? Until { get; init; }

    /// <summary>Whether the limit of a raise is a maximum.</summary>
    [JsonPropertyName("m")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMaximum { get; init; }

    /// <summary>The seq of the bid to void.</summary>
    [JsonPropertyName("b")]
    public long? Bid { get; init; }

    /// <summary>When a called lot opens.</summary>
    [JsonPropertyName("o")]
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>The reason of a voiding, in the auctioneer's words.</summary>
    [JsonPropertyName("y")]
    public string? Why { get; init; }

    /// <summary>By how much an extension moves the close.</summary>
    [JsonPropertyName("d")]
    public TimeSpan? By { get; init; }

    /// <summary>The outage that was made up for.</summary>
    [JsonPropertyName("g")]
    public Outage? Outage { get; init; }

    /// <summary>The close after an outage was made up for; null where the auction was paused.</summary>
    [JsonPropertyName("x")]
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Whether the decision is the outcome of a command, and not of time or of a raise that made a participant.</summary>
    [JsonIgnore]
    public bool IsOfCommand => Command.Length > 0;

    /// <summary>The record of a new participant.</summary>
    public static DecisionRecord Joined(string user, DateTimeOffset at) => new("", user, "", null, null) { Kind = DecisionKind.Join, At = at };

    /// <summary>The record of an auction that was called, opened or closed at its hour.</summary>
    public static DecisionRecord OfTime(DecisionKind kind, DateTimeOffset at, long? seq) => new("", "", "", seq, null) { Kind = kind, At = at };

    /// <summary>The decision without amounts, because a maximum must not appear in a log.</summary>
    public override string ToString() => $"{Kind} {Command} of {User}: {Reason ?? "accepted"}";

    /// <summary>The outcome for a command of this id.</summary>
    /// <param name="fingerprint">
    /// The command's fingerprint. If it differs from the record's, the outcome is <see cref="Rejections.IdempotencyKeyReused"/>.
    /// </param>
    public Outcome OutcomeFor(string fingerprint) =>
        fingerprint != Fingerprint ? Outcome.Rejected(Rejections.IdempotencyKeyReused)
        : Reason is null ? Outcome.Succeeded(Seq)
        : Outcome.Rejected(Reason);
}
