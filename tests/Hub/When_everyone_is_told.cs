using Embedded.Hub;
using Embedded.Hub.Storage;
using Embedded.Hub.Topics;
using Hub.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests;

public sealed class When_everyone_is_told
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Subscription Broadcast = new("pubsub", "lots", "pusher-1", Broadcast: true);

    [Fact]
    public async Task One_that_joins_between_a_commit_and_its_handing_out_gets_it_once()
    {
        using var folder = new DataFolder();
        using var database = Database.Open(folder.Path);
        using var commits = new GroupCommit(database, NullLogger.Instance);
        var board = new TopicBoard(database, commits, folder.Time);
        var topic = board.Of("pubsub", "lots");
        var work = new PublishWork([Messages.Of("1")], board, folder.Time);
        await commits.RunAsync(new OnDiskOnly(work));

        var joined = topic.Join(Broadcast, after: null);
        work.Committed();

        Assert.True(joined.Deliveries.TryRead(out var first));
        Assert.Equal(1, first.Attempt);
        Assert.False(joined.Deliveries.TryRead(out _));
    }

    [Fact]
    public async Task One_that_comes_again_before_its_broken_link_was_noticed_goes_on_where_it_was()
    {
        await using var stage = new Stage();
        await using var broken = stage.Hub.SubscribeAsync(Broadcast, after: null, begun: null, Stage.Cancellation).GetAsyncEnumerator(Stage.Cancellation);
        var moving = broken.MoveNextAsync();
        await stage.Hub.PublishAsync("1", "2");
        Assert.True(await moving.AsTask().WaitAsync(Patience, Stage.Cancellation));
        var had = broken.Current.Id;

        await using var again = stage.Hub.SubscribeAsync(Broadcast, had, begun: null, Stage.Cancellation).GetAsyncEnumerator(Stage.Cancellation);
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
    public async Task One_that_left_leaves_nothing_behind()
    {
        await using var stage = new Stage();
        await stage.Hub.Listen().DisposeAsync();
        await stage.Hub.PublishAsync("1");
        await using var again = stage.Hub.Listen();
        await stage.Hub.PublishAsync("2");

        Assert.Equal("2", await again.DoneAsync());
    }

    /// <summary>Commits another's work without completing it.</summary>
    private sealed class OnDiskOnly(WriteWork work) : WriteWork<bool>
    {
        protected override bool Result => true;

        public override void Run(WriteScope scope) => work.Run(scope);
    }
}
