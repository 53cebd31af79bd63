namespace EndToEnd.Tests;

/// <summary>
/// A random process dies every two seconds under 200 raises a second. There are two rounds, or as many as
/// <c>AUCTIONS_KILL_ROUNDS</c> says. <c>AUCTIONS_KILL_SEED</c> repeats a round.
/// </summary>
[Collection<OneDisturbedSystem>]
public sealed class When_anything_is_killed(DisturbedSystemFixture fixture)
{
    [Fact]
    public async Task No_acknowledged_raise_is_lost_or_counted_twice_and_every_watcher_sees_everything()
    {
        var rounds = Rounds.Number("AUCTIONS_KILL_ROUNDS") ?? 2;
        var system = await fixture.WholeAsync();
        for (var round = 1; round <= rounds; round++)
        {
            var number = round;
            await using var killing = new KillRound(system, Rounds.Number("AUCTIONS_KILL_SEED") ?? Random.Shared.Next());
            await Rounds.CheckAsync(system, killing.RunAsync, () => $"Round {number}, {killing}");
        }
    }
}
