using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Topics;
using Embedded.Sidecar.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Tests.Hub.Fixtures;

namespace Sidecar.Tests.Hub;

public sealed class When_messages_are_broadcast
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Subscription Broadcast = new("pubsub", "lots", "pusher-1", Broadcast: true);

    [Fact]
    public async Task A_consumer_that_joins_between_commit_and_delivery_gets_the_message_once()
    {
        using var folder = new DataFolder();
        using var database = Database.Open(folder.Path);
        using var commits = new GroupCommit(database, NullLogger.Instance);
        var topics = new TopicDirectory(database, commits, folder.Time);
        var topic = topics.Get("pubsub", "lots");
        var work = new PublishWork([Messages.Of("1")], topics, folder.Time);
        await commits.RunAsync(new OnDiskOnly(work));

        var joined = topic.Join(Broadcast, after: null);
        work.Committed();

        Assert.True(joined.Deliveries.TryRead(out var first));
        Assert.Equal(1, first.Attempt);
        Assert.False(joined.Deliveries.TryRead(out _));
    }

    [Fact]
    public async Task A_consumer_that_reconnects_before_its_broken_link_is_noticed_goes_on_at_its_position()
    {
        await using var stage = new Stage();
        await using var broken = stage.Hub.SubscribeAsync(Broadcast, after: null, started: null, Stage.Cancellation)
            .GetAsyncEnumerator(Stage.Cancellation);
        var moving = broken.MoveNextAsync();
        await stage.Hub.PublishAsync("1", "2");
        Assert.True(await moving.AsTask().WaitAsync(Patience, Stage.Cancellation));
        var had = broken.Current.Id;

        await using var again = stage.Hub.SubscribeAsync(Broadcast, had, started: null, Stage.Cancellation).GetAsyncEnumerator(Stage.Cancellation);
        Assert.True(await again.MoveNextAsync().AsTask().WaitAsync(Patience, Stage.Cancellation));
        Assert.Equal("2", Stage.Text(again.Current.Message.Body));
        await stage.Hub.PublishAsync("3");
        Assert.True(await again.MoveNextAsync().AsTask().WaitAsync(Patience, Stage.Cancellation));

        Assert.Equal("3", Stage.Text(again.Current.Message.Body));
        await broken.DisposeAsync();
        await stage.Hub.PublishAsync("4");
        Assert.True(await again.MoveNextAsync().AsTask().WaitAsync(Patience, Stage.Cancellation));
        Assert.Equal("4", Stage.Text(again.Current.Message.Body));
    }

    [Fact]
    public async Task A_consumer_that_left_leaves_nothing_behind()
    {
        await using var stage = new Stage();
        await stage.Hub.Listen().DisposeAsync();
        await stage.Hub.PublishAsync("1");
        await using var again = stage.Hub.Listen();
        await stage.Hub.PublishAsync("2");

        Assert.Equal("2", await again.DoneAsync());
    }

    /// <summary>Commits the given work without completing it.</summary>
    private sealed class OnDiskOnly(WriteWork work) : WriteWork<bool>
    {
        protected override bool Result => true;

        public override void Run(WriteScope scope) => work.Run(scope);
    }
}
