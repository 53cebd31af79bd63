using System.Text.Json;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>A decided raise in the audit trail of an auction.</summary>
/// <param name="Command">The id of its command.</param>
/// <param name="User">The bidder.</param>
/// <param name="Amount">The amount.</param>
/// <param name="At">When it was received.</param>
/// <param name="Reason">The reason of the rejection; null for a bid.</param>
internal sealed record DecidedRaise(string Command, string User, decimal Amount, DateTimeOffset At, string? Reason);

/// <summary>The audit trail of an auction that is over, with the view of the auction.</summary>
internal sealed record Trail(JsonElement View, IReadOnlyList<JsonElement> Lines, JsonElement Verdict)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>The decisions about raises, in their order.</summary>
    public IReadOnlyList<DecidedRaise> Raises { get; } =
    [
        .. Lines.Where(line => KindOf(line) == "raise").Select(line => new DecidedRaise(
            line.GetProperty("command").GetString()!, line.GetProperty("user").GetString()!, line.GetProperty("amount").GetDecimal(),
            line.GetProperty("at").GetDateTimeOffset(), line.TryGetProperty("reason", out var reason) ? reason.GetString() : null)),
    ];

    /// <summary>When the auction closed, with all extensions.</summary>
    public DateTimeOffset ClosesAt => View.GetProperty("closesAt").GetDateTimeOffset();

    /// <summary>The seqs of the events that say that the auction is closed.</summary>
    public IReadOnlyList<long> Closings =>
    [
        .. Lines.Where(line => KindOf(line) == "close").SelectMany(line => line.GetProperty("events").EnumerateArray())
            .Select(closing => closing.GetProperty("seq").GetInt64()),
    ];

    /// <summary>Reads the trail once its last event closes the auction and the given commands are decided, or the time is over.</summary>
    public static async Task<Trail> ReadAsync(Client admin, string auction, IReadOnlyCollection<string> commands, TimeSpan within)
    {
        var until = TimeProvider.System.GetUtcNow() + within;
        while (true)
        {
            var lines = (await admin.GetTextAsync($"/auctions/{auction}/audit")).TrimEnd().Split('\n')
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
            // The view says that the auction is closed as soon as its hour is past, before the close is decided.
            var trail = new Trail(await admin.GetAsync($"/auctions/{auction}"), lines[..^1], lines[^1]);
            var decided = trail.Raises.Select(raise => raise.Command).ToHashSet(StringComparer.Ordinal);
            if ((trail.Closings.Count > 0 && commands.All(decided.Contains)) || TimeProvider.System.GetUtcNow() > until)
                return trail;
            await Task.Delay(Pause);
        }
    }

    private static string KindOf(JsonElement line) => line.GetProperty("kind").GetString()!;
}
