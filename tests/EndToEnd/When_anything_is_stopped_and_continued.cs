using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>
/// Random processes stop for seconds and go on again under 100 raises a second, on auctions that close meanwhile. There is one
/// short round, or as many long ones as <c>AUCTIONS_STOP_ROUNDS</c> says. <c>AUCTIONS_STOP_SEED</c> repeats a round.
/// bench/results/stops.md has the lines of one run.
/// </summary>
public sealed class When_anything_is_stopped_and_continued
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestStopOfShortRound = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Every_acknowledged_raise_is_decided_in_its_order_and_every_auction_closes_once_with_the_right_winner()
    {
        var rounds = Environment.GetEnvironmentVariable("AUCTIONS_STOP_ROUNDS");
        var longestStop = rounds is null ? LongestStopOfShortRound : LongestStop;
        await using var system = await RunningSystem.StartAsync();
        Print(StopRound.Heading);
        for (var round = 1; round <= int.Parse(rounds ?? "1", CultureInfo.InvariantCulture); round++)
        {
            var seed = Environment.GetEnvironmentVariable("AUCTIONS_STOP_SEED") is { } given
                ? int.Parse(given, CultureInfo.InvariantCulture)
                : Random.Shared.Next();
            await using var stopping = new StopRound(system, seed, longestStop);
            IReadOnlyList<string> broken;
            try
            {
                broken = await stopping.RunAsync();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{stopping.Row(round)}\n{Tail(system.Printed)}", failure);
            }

            Print(stopping.Row(round));
            Assert.True(broken.Count == 0, $"{stopping.Row(round)}\n{string.Join("\n", broken.Take(20))}\n{Tail(system.Printed)}");
        }
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static string Tail(string printed) => printed.Length > 8_000 ? printed[^8_000..] : printed;
}
