using System.Globalization;

namespace Auctions.Cli.Stories;

/// <summary>Says in words what a decision of the audit trail is about, and what came of it.</summary>
/// <param name="currency">The auction's currency.</param>
internal sealed class Sentences(string currency)
{
    /// <summary>What somebody asked for, for example "bob raises to 12.00 EUR"; null where nobody asked, because the hour came.</summary>
    public string? Request(AuditEntry entry) => entry.Kind switch
    {
        AuditEntry.Raise when entry.HasMaximum => $"{entry.User} raises up to a maximum",
        AuditEntry.Raise => $"{entry.User} raises to {Money(entry.Amount)}",
        "create" => $"{entry.User} creates the auction",
        "join" => $"{entry.User} becomes a participant",
        "pause" => $"{entry.User} pauses the auction",
        "resume" => $"{entry.User} resumes the auction",
        "cancel" => $"{entry.User} cancels the auction",
        "hammer" => $"{entry.User} lets the hammer fall",
        "increment" => $"{entry.User} changes the increment to {Money(entry.Step)}",
        "void" => $"{entry.User} voids bid {entry.Bid} ({entry.Why})",
        "open" or "close" or "call" => null,
        var other => entry.User is { } user ? $"{user}: {other}" : other,
    };

    /// <summary>Why a request was rejected.</summary>
    public string Rejection(AuditEntry entry) => (entry.Reason, entry.On) switch
    {
        ("too-low", { } on) => $"rejected, too-low: the least was {Money(on.NextMinimum)}",
        ("closed", { } on) => $"rejected, closed: it ended at {Time(on.ClosesAt)}",
        ("already-leading", _) => "rejected, already-leading: the bidder leads",
        var (reason, _) => $"rejected, {reason}",
    };

    /// <summary>What the events of a decision say, in their order.</summary>
    public IEnumerable<(AuditEvent Happened, string Said)> Events(AuditEntry entry)
    {
        var (closesAt, isReserveMet) = (entry.On?.ClosesAt, entry.On?.ReserveMet);
        foreach (var happened in entry.Events)
        {
            var met = isReserveMet == false && happened.ReserveMet == true ? "; the reserve is met" : "";
            yield return (happened, Event(happened, entry, closesAt) + met);
            closesAt = happened.ClosesAt ?? closesAt;
            isReserveMet = happened.ReserveMet ?? isReserveMet;
        }
    }

    /// <summary>The state that a decision was made on.</summary>
    public string State(AuditState on) =>
        $"{on.Status}, {(on.Leader is null ? "no bid" : $"{on.Leader} leads at {Money(on.Price)}")}, "
        + $"the next raise at least {Money(on.NextMinimum)}, closes at {Time(on.ClosesAt)}";

    /// <summary>A time of day in UTC, to the millisecond.</summary>
    public static string Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "?";

    /// <summary>A date in UTC.</summary>
    public static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A length of time, in the unit that suits it.</summary>
    public static string Length(TimeSpan length) => Math.Abs(length.TotalSeconds) switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMilliseconds:0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0.#} h"),
    };

    private string Event(AuditEvent happened, AuditEntry entry, DateTimeOffset? closedAt) => happened.Type switch
    {
        "opened" => $"opens at {Money(happened.Price)}, closes at {Time(happened.ClosesAt)}{Late(entry, happened, "open", "its hour")}",
        "raised" => Raised(happened) + Moved(happened.ClosesAt, closedAt),
        "closed" when happened.Sold => $"closes, sold to {happened.Winner} at {Money(happened.Price)}{Late(entry, happened, "close", "the end")}",
        "closed" => $"closes, not sold{Late(entry, happened, "close", "the end")}",
        "called" => $"is called: opens at {Time(happened.OpensAt)}, closes at {Time(happened.ClosesAt)}",
        "paused" => "no raise counts until it is resumed",
        "resumed" => $"raises count again{Moved(happened.ClosesAt, closedAt)}",
        "hammered" => "what is received from now on doesn't count",
        "cancelled" => "it is over, and nobody wins",
        "increment" => $"the next raise is at least {Money(happened.NextMinimum)}"
            + (happened.Until is { } until ? $"; the table applies again from {Money(until)}" : ""),
        "voided" => $"{happened.Leader ?? "nobody"} leads at {Money(happened.Price)}",
        var other => other,
    };

    private static string Moved(DateTimeOffset? closesAt, DateTimeOffset? before) =>
        closesAt is { } now && before is { } then && now != then
            ? $"; the close moves by {Length(now - then)} to {Time(now)}"
            : "";

    // A raise may open an auction before its workflow does; only the passing of time itself can be late.
    private static string Late(AuditEntry entry, AuditEvent happened, string kind, string after) =>
        entry.Kind == kind && entry.At > happened.At ? $" (decided {Length(entry.At - happened.At)} after {after})" : "";

    private string Raised(AuditEvent happened)
    {
        var leads = happened.Automatic
            ? $"the house bids for {happened.Leader}, who leads at {Money(happened.Price)}"
            : $"{happened.Leader} leads at {Money(happened.Price)}";
        return happened.Outbid is { } outbid ? $"{leads}; {outbid} is outbid" : leads;
    }

    private string Money(decimal? amount) =>
        amount is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given} {currency}") : "?";
}
