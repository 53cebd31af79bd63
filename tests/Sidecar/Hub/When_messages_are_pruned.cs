using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_messages_are_pruned
{
    private static readonly TimeSpan BeyondRetention = TimeSpan.FromMinutes(11);

    [Fact]
    public async Task Messages_that_every_group_has_settled_are_removed_after_ten_minutes()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete();
        await stage.Hub.PublishAsync("old");
        Assert.Equal("old", await worker.DoneAsync());

        stage.Time.Advance(TimeSpan.FromMinutes(9));
        await stage.Hub.PublishAsync("new");
        await using var early = stage.Hub.Compete("early");
        Assert.Equal(["old", "new"], await early.DoneAsync(2));
        Assert.Equal("new", await worker.DoneAsync());
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await stage.ReopenAsync();

        await using var late = stage.Hub.Compete("late");
        Assert.Equal("new", await late.DoneAsync());
    }

    [Fact]
    public async Task Messages_that_one_group_has_not_settled_stay()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete();
        var other = stage.Hub.Compete("other");
        await stage.Hub.PublishAsync("1", "2");
        Assert.Equal(["1", "2"], await worker.DoneAsync(2));
        await other.NextAsync();
        await other.SettleAsync(await other.NextAsync(), Settlement.Done);
        await other.DisposeAsync();

        stage.Time.Advance(BeyondRetention);
        await stage.ReopenAsync();

        await using var again = stage.Hub.Compete("other");
        Assert.Equal("1", await again.DoneAsync());
    }

    [Fact]
    public async Task A_broadcast_consumer_that_is_slow_still_gets_its_messages()
    {
        await using var stage = new Stage();
        await using var warm = stage.Hub.Listen("warm");
        await using var slow = stage.Hub.Listen("slow", most: 1);
        await stage.Hub.PublishAsync([.. Enumerable.Range(0, 3).Select(at => $"{at}")]);
        Assert.Equal(["0", "1", "2"], await warm.DoneAsync(3));

        // More messages than are kept in memory, so that those of the slow consumer come from the file.
        await stage.Hub.PublishManyAsync([.. Enumerable.Range(0, 20_001).Select(_ => Messages.Of("more", ttl: 1))], Stage.Cancellation);
        stage.Time.Advance(BeyondRetention);
        await stage.Hub.PublishAsync("written after the cleaning");

        Assert.Equal(["0", "1", "2", "written after the cleaning"], await slow.DoneAsync(4));
    }
}
