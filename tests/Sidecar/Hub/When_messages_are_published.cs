using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;
using static Sidecar.Tests.Hub.Receiver;

namespace Sidecar.Tests.Hub;

public sealed class When_messages_are_published : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_members_of_a_group_share_messages_and_a_new_group_begins_with_the_oldest()
    {
        await using var hub = _folder.Open();
        await hub.PublishManyAsync([.. Enumerable.Range(0, 10).Select(at => Message($"{at}"))], DataFolder.Cancelled);

        await using var one = new Receiver(hub, "workers", maxInFlight: 5);
        await using var other = new Receiver(hub, "workers", maxInFlight: 5);

        var seen = new List<string>();
        for (var at = 0; at < 5; at++)
        {
            seen.Add(Text(await one.NextAsync()));
            seen.Add(Text(await other.NextAsync()));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(at => $"{at}"), seen.Order());
    }

    [Fact]
    public async Task Unsettled_messages_go_to_another_member_when_one_leaves()
    {
        await using var hub = _folder.Open();
        var one = new Receiver(hub, "workers");
        await hub.PublishAsync(Message("a"), DataFolder.Cancelled);
        Assert.Equal(1, (await one.NextAsync()).Attempt);
        await using var other = new Receiver(hub, "workers");

        await one.DisposeAsync();

        var again = await other.NextAsync();
        Assert.Equal(("a", 2), (Text(again), again.Attempt));
    }

    [Fact]
    public async Task A_retry_redelivers_a_message_after_a_delay()
    {
        await using var hub = _folder.Open();
        await using var receiver = new Receiver(hub, "workers");
        await hub.PublishAsync(Message("a"), DataFolder.Cancelled);
        await hub.SettleAsync(await receiver.NextAsync(), Settlement.Retry, DataFolder.Cancelled);

        _folder.Time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(receiver.HasNext);
        _folder.Time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal(2, (await receiver.NextAsync()).Attempt);
    }

    [Fact]
    public async Task A_group_keeps_its_position_over_a_restart()
    {
        await using (var hub = _folder.Open())
        {
            await using var receiver = new Receiver(hub, "workers");
            await hub.PublishManyAsync([Message("a"), Message("b"), Message("c")], DataFolder.Cancelled);
            var a = await receiver.NextAsync();
            await hub.SettleAsync(await receiver.NextAsync(), Settlement.Done, DataFolder.Cancelled);
            Assert.Equal("a", Text(a));
        }

        await using var again = _folder.Open();
        await using var rest = new Receiver(again, "workers");
        Assert.Equal("a", await rest.NextAndDoneAsync());
        Assert.Equal("c", await rest.NextAndDoneAsync());
        await again.PublishAsync(Message("d"), DataFolder.Cancelled);
        Assert.Equal("d", await rest.NextAndDoneAsync());
    }

    [Fact]
    public async Task Every_broadcast_consumer_gets_all_messages_since_its_start_in_order()
    {
        await using var hub = _folder.Open();
        await hub.PublishAsync(Message("before"), DataFolder.Cancelled);
        await using var one = new Receiver(hub, "one", broadcast: true);
        await using var other = new Receiver(hub, "other", broadcast: true);

        for (var at = 0; at < 20; at++)
            await hub.PublishAsync(Message($"{at}"), DataFolder.Cancelled);

        for (var at = 0; at < 20; at++)
        {
            Assert.Equal($"{at}", await one.NextAndDoneAsync());
            Assert.Equal($"{at}", await other.NextAndDoneAsync());
        }
    }

    [Fact]
    public async Task An_expired_message_is_not_delivered()
    {
        await using var hub = _folder.Open();
        await hub.PublishManyAsync([Message("old", ttlSeconds: 5), Message("new")], DataFolder.Cancelled);
        _folder.Time.Advance(TimeSpan.FromSeconds(6));

        await using var receiver = new Receiver(hub, "workers");

        Assert.Equal("new", await receiver.NextAndDoneAsync());
    }

    [Fact]
    public async Task A_second_settlement_does_not_redeliver()
    {
        await using var hub = _folder.Open();
        await using var receiver = new Receiver(hub, "workers");
        await hub.PublishManyAsync([Message("a"), Message("b")], DataFolder.Cancelled);
        var a = await receiver.NextAsync();

        await hub.SettleAsync(a, Settlement.Done, DataFolder.Cancelled);
        await hub.SettleAsync(a, Settlement.Done, DataFolder.Cancelled);
        await hub.SettleAsync(a, Settlement.Retry, DataFolder.Cancelled);
        _folder.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("b", Text(await receiver.NextAsync()));
        Assert.False(receiver.HasNext);
    }

    [Fact]
    public async Task A_settlement_after_the_hub_has_stopped_is_lost_and_the_message_comes_again()
    {
        var stopped = _folder.Open();
        var receiver = new Receiver(stopped, "workers");
        await stopped.PublishAsync(Message("a"), DataFolder.Cancelled);
        var a = await receiver.NextAsync();
        await stopped.DisposeAsync();

        await stopped.SettleAsync(a, Settlement.Done, DataFolder.Cancelled);
        await receiver.DisposeAsync();

        await using var hub = _folder.Open();
        await using var again = new Receiver(hub, "workers");
        Assert.Equal("a", await again.NextAndDoneAsync());
    }
}
