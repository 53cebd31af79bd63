using Auctions;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Worker.Schedules;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The workflow of an auction's life, run without a sidecar.</summary>
public sealed class When_an_auction_lives
{
    [Fact]
    public async Task It_waits_for_what_is_due_next_until_it_is_over()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var steps = new Queue<AuctionStep>(
        [
            new(AuctionStatus.Scheduled, noon.AddHours(1)), new(AuctionStatus.Open, noon.AddHours(3)),
            // The close has moved.
            new(AuctionStatus.Open, noon.AddHours(4)), new(AuctionStatus.Closed, null),
        ]);
        var context = new TestWorkflow((_, _) => steps.Dequeue());

        Assert.Equal(AuctionStatus.Closed, await new AuctionWorkflow().RunAsync(context, "a1"));

        Assert.Equal([noon.AddHours(1), noon.AddHours(3), noon.AddHours(4)], context.WaitedUntil);
        Assert.All(context.Called, step => Assert.Equal((nameof(AdvanceAuction), "a1"), (step.Name, step.Input)));
    }

    [Fact]
    public async Task Paused_it_waits_until_its_hours_have_changed()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var steps = new Queue<AuctionStep>([new(AuctionStatus.Paused, null), new(AuctionStatus.Open, noon), new(AuctionStatus.Closed, null)]);
        var context = new TestWorkflow((_, _) => steps.Dequeue());

        var life = new AuctionWorkflow().RunAsync(context, "a1");
        await context.CalledAsync(1);
        Assert.False(life.IsCompleted);
        context.WaitsFor[0]();

        Assert.Equal(AuctionStatus.Closed, await life);
        Assert.Equal([noon], context.WaitedUntil);
        // The event that came has its successor, and only that one is waited for.
        Assert.Equal(2, context.WaitsFor.Count);
    }

    [Fact]
    public async Task It_is_followed_however_long_the_store_is_away()
    {
        var tries = 0;
        var context = new TestWorkflow((_, _) => ++tries > 500
            ? new AuctionStep(AuctionStatus.Closed, null)
            : throw new WorkflowTaskFailedException("Task failed", new WorkflowTaskFailureDetails(typeof(TimeoutException).FullName!, "away")));

        Assert.Equal(AuctionStatus.Closed, await new AuctionWorkflow().RunAsync(context, "a1"));

        Assert.All(context.Waited, delay => Assert.InRange(delay, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Its_workflow_has_an_id_that_no_command_can_have() =>
        Assert.Null(Auctions.CommandIds.AuctionOf(AuctionWorkflow.IdOf("a1")));
}
