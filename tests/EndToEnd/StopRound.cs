using System.Globalization;
using Auctions.AppHost.Supervision;
using Auctions.Load;

namespace EndToEnd.Tests;

/// <summary>
/// One round of stopping: random processes stop and go on again while a crowd raises on auctions that close meanwhile. The seed
/// says which, when and for how long.
/// </summary>
internal sealed class StopRound : IAsyncDisposable
{
    private const int Stops = 3;
    private const int Auctions = 5;
    private const double ShortestStop = 2;
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(60);

    // The gateway has no sidecar.
    private static readonly string[] Victims =
    [
        .. RunningSystem.Services, .. RunningSystem.Services.Where(service => service != "gateway").Select(ServiceMember.SidecarOf),
        RunningSystem.Hub,
    ];

    private readonly RunningSystem _system;
    private readonly int _seed;
    private readonly (string Victim, TimeSpan After, TimeSpan Lasts)[] _stops;
    private readonly Lot[] _lots = new Lot[Auctions];
    private readonly Crowd _crowd;
    private int _overtaken;
    private int _extended;

    /// <param name="system">The system, which is whole.</param>
    /// <param name="seed">Says what happens.</param>
    /// <param name="longestStop">How long a process is stopped at most, from two seconds on.</param>
    public StopRound(RunningSystem system, int seed, TimeSpan longestStop)
    {
        var random = new Random(seed);
        (_system, _seed) = (system, seed);
        _stops = [.. random.GetItems(Victims, 2 * Victims.Length).Distinct().Take(Stops).Select(victim =>
        {
            var lasts = ShortestStop + (random.NextDouble() * (longestStop.TotalSeconds - ShortestStop));
            return (victim, TimeSpan.FromSeconds(random.NextDouble() * (longestStop.TotalSeconds + 1 - lasts)), TimeSpan.FromSeconds(lasts));
        })];
        var runs = Enumerable.Range(0, Auctions).Select(_ => TimeSpan.FromSeconds(10 + (random.NextDouble() * longestStop.TotalSeconds))).ToArray();
        // Swaps amounts within groups of eight, so that not every raise is higher than the one before.
        var swap = random.Next(8);
        _crowd = new Crowd(system, Auctions, perSecond: 100, watchersPerAuction: 2)
        {
            Terms = at => (_lots[at] = new Lot(TimeProvider.System.GetUtcNow() + runs[at], IsSoft: at % 2 == 0)).Terms,
            Amount = number => Lot.StartingPrice + (number ^ swap),
        };
    }

    /// <summary>Runs the round.</summary>
    /// <returns>Every broken promise, in words.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var pids = _system.Pids();
        await _crowd.GatherAsync();
        await _crowd.SendWhileAsync(Task.WhenAll(_stops.Select(StopAsync).Append(UntilClosedAsync())));
        await _system.WaitUntilWholeAsync(Settles);
        var broken = await JudgeAsync();
        broken.AddRange((await _crowd.CheckAsync()).Broken);
        if (!_system.Pids().OrderBy(process => process.Key).SequenceEqual(pids.OrderBy(process => process.Key)))
            broken.Add($"Processes ended: {string.Join(", ", pids.Except(_system.Pids()).Select(process => process.Key))}");
        return broken;
    }

    /// <summary>The heading of the lines that <see cref="Row"/> makes.</summary>
    public const string Heading =
        """
        | round | seed | stopped (after s, for s) | raises | 202 | bids | 503 not-accepted | other 5xx | no answer | overtaken | extended |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>A line of a table that says what happened.</summary>
    public string Row(int round)
    {
        var raises = _crowd.Raises;
        int Count(Func<Sent, bool> which) => raises.Count(which);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {_seed} | {string.Join(", ", _stops.Select(stop => FormattableString.Invariant(
                $"{stop.Victim} ({stop.After.TotalSeconds:0.0}, {stop.Lasts.TotalSeconds:0.0})")))} | {raises.Count} "
            + $"| {Count(raise => raise.Command is not null)} | {Count(raise => raise.Outcome == "raised")} "
            + $"| {Count(raise => raise.Status == "503 not-accepted")} "
            + $"| {Count(raise => raise.Status.StartsWith('5') && raise.Status != "503 not-accepted")} "
            + $"| {Count(raise => raise.Status == "no answer")} | {_overtaken} | {_extended} |");
    }

    public ValueTask DisposeAsync() => _crowd.DisposeAsync();

    private async Task StopAsync((string Victim, TimeSpan After, TimeSpan Lasts) stop)
    {
        await Task.Delay(stop.After);
        var pid = _system.FindPid(stop.Victim) ?? throw new InvalidOperationException($"{stop.Victim} does not run.");
        await using (await OsProcess.StopAsync(pid))
            await Task.Delay(stop.Lasts);
    }

    private Task UntilClosedAsync() =>
        Clock.UntilAsync(_lots.Max(lot => lot.ClosesAt + (lot.IsSoft ? Lot.MostExtension : TimeSpan.Zero)));

    private async Task<List<string>> JudgeAsync()
    {
        using var admin = await Client.SignInAsync(_system.Api, "ada", "admin");
        var broken = new List<string>();
        foreach (var (auction, lot) in _crowd.Auctions.Zip(_lots))
        {
            var sent = _crowd.Raises.Where(raise => raise.Auction == auction).ToList();
            var trail = await Trail.ReadAsync(admin, auction, [.. sent.Select(raise => raise.Command).OfType<string>()], Settles);
            var judge = new Judge(auction, lot, trail, sent);
            broken.AddRange(judge.Check());
            _overtaken += judge.Overtaken;
            _extended += judge.IsExtended ? 1 : 0;
        }

        return broken;
    }
}
