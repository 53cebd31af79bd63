using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Rules;

namespace Auctions.Store;

/// <summary>
/// What was decided: about a command, kept so that the same command, however often it comes, is decided once; or by
/// time. In their order these are the auction's audit trail: what was asked for stands in them, so that all of it can
/// be decided again. The names in JSON are short because a head carries dozens of these.
/// </summary>
/// <param name="Command">The command's id.</param>
/// <param name="User">Whose command it was.</param>
/// <param name="Fingerprint">The command's fingerprint (<see cref="IAuctionCommand.Fingerprint"/>).</param>
/// <param name="Seq">The seq of the event that records the effect; null where there is none.</param>
/// <param name="Reason">Why not; null where it was accepted.</param>
public sealed record DecisionRecord(
    [property: JsonPropertyName("c")] string Command,
    [property: JsonPropertyName("u")] string User,
    [property: JsonPropertyName("w")] string Fingerprint,
    [property: JsonPropertyName("s")] long? Seq,
    [property: JsonPropertyName("r")] string? Reason)
{
    /// <summary>What was asked for.</summary>
    [JsonPropertyName("k")]
    public DecisionKind Kind { get; init; }

    /// <summary>When it was received, or for what time brings, when it was done.</summary>
    [JsonPropertyName("t")]
    public DateTimeOffset At { get; init; }

    /// <summary>Of a raise, what is bid or up to what: hidden where <see cref="IsMaximum"/>. Of an increment, the step.</summary>
    [JsonPropertyName("l")]
    public decimal? Limit { get; init; }

    /// <summary>Of an increment, the price up to which it was announced; null for the rest of the auction.</summary>
    [JsonPropertyName("n")]
    public decimal? Until { get; init; }

    /// <summary>Whether the limit of a raise is a maximum.</summary>
    [JsonPropertyName("m")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMaximum { get; init; }

    /// <summary>The seq of the bid that is to be voided.</summary>
    [JsonPropertyName("b")]
    public long? Bid { get; init; }

    /// <summary>Of a lot that is called, when it opens.</summary>
    [JsonPropertyName("o")]
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>Why it is to be voided, in the auctioneer's words.</summary>
    [JsonPropertyName("y")]
    public string? Why { get; init; }

    /// <summary>Whether it came from a command, and not from time or from a raise that made a participant.</summary>
    [JsonIgnore]
    public bool IsOfCommand => Command.Length > 0;

    /// <summary>Somebody became a participant.</summary>
    public static DecisionRecord Joined(string user, DateTimeOffset at) => new("", user, "", null, null) { Kind = DecisionKind.Join, At = at };

    /// <summary>Time opened or closed the auction.</summary>
    public static DecisionRecord OfTime(DecisionKind kind, DateTimeOffset at, long? seq) => new("", "", "", seq, null) { Kind = kind, At = at };

    /// <summary>Without a figure: a record that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"{Kind} {Command} of {User}: {Reason ?? "accepted"}";

    /// <summary>The answer to a command of this id.</summary>
    /// <param name="fingerprint">
    /// The fingerprint of the command that asks. Another one than the record's gets <see cref="Rejections.IdempotencyKeyReused"/>.
    /// </param>
    public Outcome OutcomeFor(string fingerprint) =>
        fingerprint != Fingerprint ? Outcome.Rejected(Rejections.IdempotencyKeyReused)
        : Reason is null ? Outcome.Succeeded(Seq)
        : Outcome.Rejected(Reason);
}
