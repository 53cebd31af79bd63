namespace EndToEnd.Tests;

/// <summary>
/// Random processes stop for seconds and go on again under 100 raises a second, on auctions that close meanwhile. There is one
/// short round, or as many long ones as <c>AUCTIONS_STOP_ROUNDS</c> says. <c>AUCTIONS_STOP_SEED</c> repeats a round.
/// </summary>
[Collection<OneDisturbedSystem>]
public sealed class When_anything_is_stopped_and_continued(DisturbedSystemFixture fixture)
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestStopOfShortRound = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Every_acknowledged_raise_is_decided_in_its_order_and_every_auction_closes_once_with_the_right_winner()
    {
        var rounds = Rounds.Number("AUCTIONS_STOP_ROUNDS");
        var system = await fixture.WholeAsync();
        Rounds.Print(StopRound.Heading);
        for (var round = 1; round <= (rounds ?? 1); round++)
        {
            var number = round;
            await using var stopping = new StopRound(
                system, Rounds.Number("AUCTIONS_STOP_SEED") ?? Random.Shared.Next(), rounds is null ? LongestStopOfShortRound : LongestStop);
            await Rounds.CheckAsync(system, stopping.RunAsync, () => stopping.Row(number));
        }
    }
}
