using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>A rolling restart of every service, and scaling of the workers, while a crowd raises.</summary>
internal sealed class RollRound(RunningSystem system) : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly List<(string Name, DateTimeOffset From, DateTimeOffset To)> _phases = [];
    private readonly Crowd _crowd = new(system, auctions: 4, perSecond: 40, watchersPerAuction: 5);
    private Promises _promises = new();

    public IReadOnlyCollection<Sent> Raises => _crowd.Raises;

    public IReadOnlyList<Sighting> Watchers => _crowd.Watchers;

    /// <summary>Runs the round.</summary>
    /// <returns>Every broken promise, in words.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await _crowd.GatherAsync();
        await _crowd.SendWhileAsync(RollAsync());
        _promises = await _crowd.CheckAsync();
        return _promises.Broken;
    }

    /// <summary>A table of the figures of each phase.</summary>
    public override string ToString()
    {
        var silences = Watchers.SelectMany(watcher => watcher.Silences()).ToList();
        var rows = _phases.Select(phase =>
        {
            bool Within(DateTimeOffset at) => at >= phase.From && at < phase.To;
            var sent = Raises.Where(raise => Within(raise.At)).ToList();
            var accepted = sent.Count(raise => raise.Status == "202");
            var unavailable = sent.Count(raise => raise.Status.StartsWith("503", StringComparison.Ordinal));
            var latest = Longest(_promises.Lateness.Where(raise => Within(raise.At)).Select(raise => raise.Late));
            var silence = Longest(silences.Where(pause => Within(pause.From)).Select(pause => pause.Lasted));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {phase.Name} | {(phase.To - phase.From).TotalSeconds:0.0} | {sent.Count} | {accepted} "
                + $"| {unavailable} | {sent.Count - accepted - unavailable} | {latest} | {silence} |");
        });
        return $"""
            | | s | raises | 202 | 503 | other | latest at a watcher, ms | longest silence at a watcher, ms |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            {string.Join(Environment.NewLine, rows)}

            {_crowd}; {Watchers.Sum(watcher => watcher.Watcher.Connections - 1)} reconnects of {Watchers.Count} watchers
            """;
    }

    public ValueTask DisposeAsync() => _crowd.DisposeAsync();

    private static string Longest(IEnumerable<TimeSpan> spans) =>
        spans.Select(span => span.TotalMilliseconds).DefaultIfEmpty().Max().ToString("0", CultureInfo.InvariantCulture);

    private async Task RollAsync()
    {
        await PhaseAsync("nothing", () => Task.Delay(Quiet));
        foreach (var service in (string[])["api", "worker", "pusher"])
            await PhaseAsync($"roll {service}", () => system.ChangeAsync(service, "rolling-restart"));
        await PhaseAsync("worker to 3", () => system.ChangeAsync("worker", "scale", ("replicas", "3")));
        await PhaseAsync("worker to 2", () => system.ChangeAsync("worker", "scale", ("replicas", "2")));
        await PhaseAsync("nothing", () => Task.Delay(Quiet));
    }

    private async Task PhaseAsync(string name, Func<Task> act)
    {
        var from = TimeProvider.System.GetUtcNow();
        await act();
        _phases.Add((name, from, TimeProvider.System.GetUtcNow()));
    }
}
