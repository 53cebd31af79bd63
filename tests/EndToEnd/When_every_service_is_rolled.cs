namespace EndToEnd.Tests;

/// <summary>
/// A rolling restart of api, worker and pusher, one after the other, and scaling of the workers to three and back, under 40
/// raises a second. The figures go to the test's output; bench/results/rolling.md has those of one run.
/// </summary>
[Collection<OneDisturbedSystem>]
public sealed class When_every_service_is_rolled(DisturbedSystemFixture fixture)
{
    [Fact]
    public async Task No_acknowledged_raise_is_lost_and_every_watcher_sees_everything_over_its_reconnects()
    {
        var system = await fixture.WholeAsync();
        var before = Pids(system);
        await using var round = new RollRound(system);
        await Rounds.CheckAsync(system, round.RunAsync, () => $"{round}");
        // Bidders do not notice an orderly restart, but a busy machine may refuse a few raises.
        var refused = round.Raises.Where(sent => sent.Status != "202").ToList();
        Assert.True(
            refused.Count <= round.Raises.Count / 100 && refused.All(sent => sent.Status == "503 not-accepted"),
            $"{refused.Count} of {round.Raises.Count} were not accepted\n{round}\n{Rounds.Tail(system)}");
        Assert.All(round.Watchers, watcher => Assert.True(watcher.Watcher.Connections > 1));
        Assert.Empty(Pids(system).Intersect(before));
        Assert.DoesNotContain(system.Pids(), process => process.Key.StartsWith("worker-3", StringComparison.Ordinal));
        Assert.DoesNotContain(" died ", system.Printed, StringComparison.Ordinal);
    }

    // The gateway is a single process and is not restarted.
    private static IEnumerable<int> Pids(RunningSystem system) =>
        system.Pids(resource => RunningSystem.IsService(resource) && resource.Name != "gateway").Values;
}
