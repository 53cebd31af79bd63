using Embedded.Sidecar.Hub;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_members_share_a_topic
{
    [Fact]
    public async Task Each_message_goes_to_one_member_and_each_member_gets_some()
    {
        await using var stage = new Stage();
        await using var one = stage.Hub.Compete();
        await using var other = stage.Hub.Compete();

        await stage.Hub.PublishAsync("1", "2", "3", "4");
        var ones = await one.DoneAsync(2);
        var others = await other.DoneAsync(2);

        Assert.Equal(["1", "2", "3", "4"], ones.Concat(others).Order());
    }

    [Fact]
    public async Task Another_group_gets_all_messages_too()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete("worker");
        await using var api = stage.Hub.Compete("api");

        await stage.Hub.PublishAsync("1", "2");

        Assert.Equal(["1", "2"], await worker.DoneAsync(2));
        Assert.Equal(["1", "2"], await api.DoneAsync(2));
    }

    [Fact]
    public async Task A_new_group_begins_with_the_oldest_kept_message()
    {
        await using var stage = new Stage();
        await stage.Hub.PublishAsync("1", "2");
        await stage.ReopenAsync();
        await stage.Hub.PublishAsync("3");

        await using var worker = stage.Hub.Compete();

        Assert.Equal(["1", "2", "3"], await worker.DoneAsync(3));
    }

    [Fact]
    public async Task Every_field_of_a_message_arrives()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete();
        var message = new TopicMessage("pubsub", "lots", new byte[] { 0, 255 }, "application/json", "00-trace", TtlSeconds: 60);

        await stage.Hub.PublishManyAsync([message, message with { Body = default, TraceParent = null }], Stage.Cancellation);
        var first = await worker.NextAsync();
        var second = await worker.NextAsync();

        Assert.Equal((message.ContentType, message.TraceParent, 1), (first.Message.ContentType, first.Message.TraceParent, first.Attempt));
        Assert.Equal(message.Body.ToArray(), first.Message.Body.ToArray());
        Assert.True(second.Message.Body.IsEmpty);
        Assert.Null(second.Message.TraceParent);
        Assert.True(second.Id > first.Id);
    }

    [Fact]
    public async Task A_member_has_no_more_in_flight_than_its_limit()
    {
        await using var stage = new Stage();
        await using var worker = stage.Hub.Compete(most: 2);
        await stage.Hub.PublishAsync("1", "2", "3");

        var first = await worker.NextAsync();
        await worker.NextAsync();
        Assert.True(worker.IsWaiting);
        await worker.SettleAsync(first, Settlement.Done);

        Assert.Equal("3", await worker.DoneAsync());
    }

    [Fact]
    public async Task Unsettled_messages_of_a_member_that_leaves_go_to_another()
    {
        await using var stage = new Stage();
        var leaving = stage.Hub.Compete(most: 3);
        await stage.Hub.PublishAsync("1", "2", "3");
        Assert.Equal("1", await leaving.DoneAsync());
        await leaving.NextAsync();
        await using var staying = stage.Hub.Compete();

        await leaving.DisposeAsync();
        var first = await staying.NextAsync();
        var second = await staying.NextAsync();

        Assert.Equal(["2", "3"], [Stage.Text(first.Message.Body), Stage.Text(second.Message.Body)]);
        Assert.Equal(2, first.Attempt);
    }

    [Fact]
    public async Task Messages_wait_for_a_group_without_members()
    {
        await using var stage = new Stage();
        await stage.Hub.Compete().DisposeAsync();
        await stage.Hub.PublishAsync("1", "2");

        await using var late = stage.Hub.Compete();

        Assert.Equal(["1", "2"], await late.DoneAsync(2));
    }

    [Fact]
    public async Task A_message_that_has_expired_is_not_delivered()
    {
        await using var stage = new Stage();
        await stage.Hub.PublishAsync(Messages.Of("short", ttl: 10), Stage.Cancellation);
        await stage.Hub.PublishAsync(Messages.Of("long", ttl: 11), Stage.Cancellation);
        stage.Time.Advance(TimeSpan.FromSeconds(10));

        await using var worker = stage.Hub.Compete("before");
        Assert.Equal("long", await worker.DoneAsync());

        await stage.ReopenAsync();
        await using var another = stage.Hub.Compete("after");
        Assert.Equal("long", await another.DoneAsync());
    }
}
