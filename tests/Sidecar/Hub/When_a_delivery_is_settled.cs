using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_a_delivery_is_settled
{
    [Fact]
    public async Task A_retry_is_redelivered_after_a_delay_that_doubles_up_to_a_minute()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete();
        await stage.Hub.PublishAsync("again");
        int[] seconds = [1, 2, 4, 8, 16, 32, 60, 60];

        for (var at = 0; at < seconds.Length; at++)
        {
            var delivery = await worker.NextAsync();
            Assert.Equal(at + 1, delivery.Attempt);
            await worker.SettleAsync(delivery, Settlement.Retry);

            // A message that is published just before the delay is over arrives before the redelivery.
            stage.Time.Advance(TimeSpan.FromSeconds(seconds[at]) - TimeSpan.FromMilliseconds(1));
            await stage.Hub.PublishAsync($"before {at}");
            Assert.Equal($"before {at}", await worker.DoneAsync());
            stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal("again", await worker.DoneAsync());
    }

    [Fact]
    public async Task A_second_settlement_changes_nothing()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete(most: 1);
        await stage.Hub.PublishAsync("1", "2", "3");

        var first = await worker.NextAsync();
        await worker.SettleAsync(first, Settlement.Done);
        await worker.SettleAsync(first, Settlement.Done);
        await worker.SettleAsync(first, Settlement.Retry);

        Assert.Equal("2", Stage.Text((await worker.NextAsync()).Message.Body));
        Assert.True(worker.IsWaiting);
    }

    [Fact]
    public async Task Done_after_retry_changes_nothing()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete();
        await stage.Hub.PublishAsync("again");

        var first = await worker.NextAsync();
        await worker.SettleAsync(first, Settlement.Retry);
        await worker.SettleAsync(first, Settlement.Done);
        stage.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await worker.NextAsync()).Attempt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settlement_by_a_member_that_lost_the_message_changes_nothing(bool isRetry)
    {
        await using var stage = new Stage();
        var leaving = stage.Hub.Compete();
        await stage.Hub.PublishAsync("1");
        var lost = await leaving.NextAsync();
        await leaving.DisposeAsync();
        await using var staying = stage.Hub.Compete(most: 1);
        var given = await staying.NextAsync();

        await staying.SettleAsync(lost, isRetry ? Settlement.Retry : Settlement.Done);
        await stage.Hub.PublishAsync("2");
        Assert.True(staying.IsWaiting, "It still has the first, and takes one at a time.");
        await staying.SettleAsync(given, Settlement.Done);

        Assert.Equal("2", await staying.DoneAsync());
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.Hub.PublishAsync("3");
        Assert.Equal("3", await staying.DoneAsync());
    }

    [Fact]
    public async Task A_settlement_after_the_hub_has_stopped_changes_nothing()
    {
        await using var stage = new Stage();
        var worker = stage.Hub.Compete();
        await stage.Hub.PublishAsync("1");
        var delivery = await worker.NextAsync();

        await stage.ReopenAsync();
        await worker.SettleAsync(delivery, Settlement.Done);
        await worker.DisposeAsync();

        await using var again = stage.Hub.Compete();
        Assert.Equal("1", await again.DoneAsync());
    }
}
