using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>
/// A random process dies every two seconds under 200 raises a second. There are three rounds, or as many as
/// <c>AUCTIONS_KILL_ROUNDS</c> says. <c>AUCTIONS_KILL_SEED</c> repeats a round.
/// </summary>
public sealed class When_anything_is_killed
{
    [Fact]
    public async Task No_acknowledged_raise_is_lost_or_counted_twice_and_every_watcher_sees_everything()
    {
        var rounds = Number("AUCTIONS_KILL_ROUNDS") ?? 3;
        for (var round = 0; round < rounds; round++)
        {
            var seed = Number("AUCTIONS_KILL_SEED") ?? Random.Shared.Next();
            await using var system = await RunningSystem.StartAsync();
            await using var killing = new KillRound(system, seed);
            IReadOnlyList<string> faults;
            try
            {
                faults = await killing.RunAsync();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Round {round + 1}, {killing}\n{Tail(system.Printed)}", failure);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"Round {round + 1}, {killing}");
            Assert.True(faults.Count == 0, $"Round {round + 1}, {killing}\n{string.Join("\n", faults.Take(20))}\n{Tail(system.Printed)}");
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Tail(string printed) => printed.Length > 8_000 ? printed[^8_000..] : printed;
}
