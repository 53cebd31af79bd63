using Auctions.Lifetime;
using Auctions.Rules;
using Auctions.Worker.Lifetimes;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The workflow of an auction's life, told without a sidecar.</summary>
public sealed class When_an_auction_lives
{
    [Fact]
    public async Task It_waits_for_what_is_due_next_until_it_is_over()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var steps = new Queue<LifetimeStep>(
        [
            new(AuctionStatus.Scheduled, noon.AddHours(1)), new(AuctionStatus.Open, noon.AddHours(3)),
            // The close has moved.
            new(AuctionStatus.Open, noon.AddHours(4)), new(AuctionStatus.Closed, null),
        ]);
        var story = new TestStory((_, _) => steps.Dequeue());

        Assert.Equal(AuctionStatus.Closed, await LifetimeStory.TellAsync(story, "a1"));

        Assert.Equal([noon.AddHours(1), noon.AddHours(3), noon.AddHours(4)], story.WaitedUntil);
        Assert.All(story.Taken, step => Assert.Equal((LifetimeStory.Advance, "a1"), (step.Name, step.Input)));
    }

    [Fact]
    public async Task Paused_it_waits_until_its_hours_have_changed()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var steps = new Queue<LifetimeStep>([new(AuctionStatus.Paused, null), new(AuctionStatus.Open, noon), new(AuctionStatus.Closed, null)]);
        var story = new TestStory((_, _) => steps.Dequeue());

        var life = LifetimeStory.TellAsync(story, "a1");
        await story.StepsTakenAsync(1);
        Assert.False(life.IsCompleted);
        story.WaitsFor[0].SetResult();

        Assert.Equal(AuctionStatus.Closed, await life);
        Assert.Equal([noon], story.WaitedUntil);
        // The event that came has its successor, and only that one is waited for.
        Assert.Equal(2, story.WaitsFor.Count);
    }

    [Fact]
    public void Its_workflow_has_an_id_that_no_command_can_have() =>
        Assert.Null(Auctions.CommandIds.AuctionOf(LifetimeStory.IdOf("a1")));
}
