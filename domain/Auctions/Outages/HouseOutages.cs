using System.Collections.Immutable;
using System.Text.Json;
using Auctions.Rules;
using Auctions.Store;
using Microsoft.Extensions.Logging;

namespace Auctions.Outages;

/// <summary>
/// Finds the outages of the house (docs/decisions/0014-an-outage-of-the-house.md). The workers write the time into one document
/// every two seconds; one of them is enough. A gap between two beats that is longer than <see cref="HouseOptions.OutageAfter"/> is an
/// outage, and stands in that document from the beat on that ends it.
/// </summary>
/// <remarks>
/// A clock that steps makes no outage. The gap is the age that a beat had when this process first saw it, by the clock, plus the time
/// since then, which no clock changes. A process that finds an old beat first waits whether another one is alive, because its
/// own clock may be wrong; until then it doesn't know whether there was an outage.
/// </remarks>
/// <param name="documents">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Reports outages.</param>
/// <param name="options">The rule of the house.</param>
/// <param name="listener">Hears of the outages that this process records; null where nobody listens.</param>
public sealed partial class HouseOutages(
    IDocuments documents, TimeProvider time, ILogger<HouseOutages> log, HouseOptions options, IOutageListener? listener = null)
{
    /// <summary>The most outages that are kept. An auction is not closed so late that an older one could concern it.</summary>
    public const int MostKept = 32;

    // Together with the period of the beats this is 2.5 s at most between the beats of a worker that is alive.
    private static readonly TimeSpan BeatAfter = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan OthersHave = TimeSpan.FromSeconds(3);

    // A store that hangs fails the look, so that the next one can find it back.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    // No outage begins and ends within this time, so what was known is still all there is.
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task _look = Task.CompletedTask;

    // Only the look that runs uses these.
    private Sighting? _seen;
    private volatile Known? _known;

    /// <summary>How often a worker is to call <see cref="BeatAsync"/>.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the house makes up for outages.</summary>
    public bool MayMakeUp => options.OutagePolicy != OutagePolicy.Close;

    /// <summary>Shows that a worker can commit, unless another one has just done so, and records an outage that ends by this.</summary>
    public Task BeatAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_look.IsCompleted)
                _look = LookAsync();
            return _look.WaitAsync(cancellation);
        }
    }

    /// <summary>
    /// Reads the rule of the house with all outages so far; null where it is not known yet whether an outage ends just now. Nothing
    /// must then be done that an outage would change, and the call is repeated.
    /// </summary>
    public async ValueTask<OutageRule?> FindRuleAsync(CancellationToken cancellation)
    {
        // A house that closes auctions whatever happened doesn't wait for the answer.
        if (!MayMakeUp)
            return OutageRule.None;
        if (Find() is { } rule)
            return rule;
        await BeatAsync(cancellation);
        return Find();
    }

    private OutageRule? Find() => _known is { } known && time.GetElapsedTime(known.At) < KnownFor
        ? new(options.OutagePolicy, options.OutageNotice, known.Outages)
        : null;

    // Several callers share a look, so no single one can cancel it.
    private async Task LookAsync()
    {
        _known = null;
        using var deadline = new CancellationTokenSource(LookLimit, time);
        while (true)
        {
            var found = await documents.FindAsync(AuctionKeys.Heartbeat, deadline.Token);
            var (stamp, now) = (time.GetTimestamp(), time.GetUtcNow());
            var last = found is var (content, _) ? HeadJson.Read<Beat>(AuctionKeys.Heartbeat, content) : null;
            var gap = last is null ? TimeSpan.Zero : GapSince(last, now);
            if (gap > options.OutageAfter && !IsConfirmed())
                return;
            if (last is not null && gap < BeatAfter)
            {
                _known = new(last.Outages, stamp);
                return;
            }

            var outage = gap > options.OutageAfter
                ? new Outage((last!.Outages.LastOrDefault()?.Id ?? 0) + 1, BeginningOf(last, now, gap), now)
                : null;
            var next = new Beat(now, With(last?.Outages ?? [], outage));
            var written = JsonSerializer.SerializeToUtf8Bytes(next, AuctionJson.Options);
            if (!await documents.TryWriteAsync(AuctionKeys.Heartbeat, written, found?.ETag, deadline.Token))
                continue;
            _seen = new(now, TimeSpan.Zero, stamp);
            _known = new(next.Outages, stamp);
            if (outage is null)
                return;
            Recorded(log, outage.Id, outage.Length.TotalSeconds, outage.From);
            listener?.Recorded(outage);
            return;
        }
    }

    private TimeSpan GapSince(Beat last, DateTimeOffset now)
    {
        if (_seen?.Beat != last.At)
            _seen = new(last.At, now > last.At ? now - last.At : TimeSpan.Zero, time.GetTimestamp());
        return _seen.Age + time.GetElapsedTime(_seen.Since);
    }

    // A beat that was young when this process saw it is a proof. One that was old may look so by a wrong clock, and then another
    // worker soon writes the next.
    private bool IsConfirmed() => _seen!.Age <= options.OutageAfter || time.GetElapsedTime(_seen.Since) >= OthersHave;

    // The two clocks differ by a trifle, unless one was set.
    private static DateTimeOffset BeginningOf(Beat last, DateTimeOffset now, TimeSpan gap) =>
        (now - gap - last.At).Duration() < TimeSpan.FromSeconds(1) ? last.At : now - gap;

    private static ImmutableArray<Outage> With(ImmutableArray<Outage> outages, Outage? another) =>
        another is null ? outages : [.. outages.TakeLast(MostKept - 1), another];

    [LoggerMessage(
        EventId = 230, Level = LogLevel.Warning,
        Message = "Outage {Outage} of the house is over after {Seconds} s: no worker could commit since {From}")]
    private static partial void Recorded(ILogger logger, long outage, double seconds, DateTimeOffset from);

    /// <summary>The stored document.</summary>
    private sealed record Beat(DateTimeOffset At, ImmutableArray<Outage> Outages);

    /// <summary>The outages that were all there were at a moment.</summary>
    private sealed record Known(IReadOnlyList<Outage> Outages, long At);

    /// <summary>The last beat that this process saw, its age then, and when that was.</summary>
    private sealed record Sighting(DateTimeOffset Beat, TimeSpan Age, long Since);
}

/// <summary>Hears of outages.</summary>
public interface IOutageListener
{
    /// <summary>Called when this process has recorded an outage. Every outage is recorded by one process.</summary>
    void Recorded(Outage outage);
}
