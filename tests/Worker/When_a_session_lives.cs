using Auctions.Sessions;
using Auctions.Worker.Lifetimes;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The workflow of a session's life, told without a sidecar.</summary>
public sealed class When_a_session_lives
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_looks_again_when_a_lot_is_due_and_when_one_has_changed_until_the_last_is_over()
    {
        var steps = new Queue<SessionStep>([new(false, Noon), new(false, null), new(false, Noon.AddHours(1)), new(true, null)]);
        var story = new TestStory((_, _) => steps.Dequeue());

        var life = SessionStory.TellAsync(story, "s1");
        await story.StepsTakenAsync(2);
        Assert.False(life.IsCompleted);
        story.WaitsFor[0].SetResult();

        Assert.True(await life);
        Assert.Equal([Noon, Noon.AddHours(1)], story.WaitedUntil);
        Assert.All(story.Taken, step => Assert.Equal((SessionStory.Advance, "s1"), (step.Name, step.Input)));
    }

    [Fact]
    public void Its_workflow_has_an_id_that_no_command_and_no_auction_can_have()
    {
        Assert.Null(Auctions.CommandIds.AuctionOf(SessionStory.IdOf("s1")));
        Assert.NotEqual(LifetimeStory.IdOf("s1"), SessionStory.IdOf("s1"));
    }
}
