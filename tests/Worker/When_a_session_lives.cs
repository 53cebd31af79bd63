using Auctions.Sessions;
using Auctions.Worker.Schedules;
using Auctions.Worker.Workflows;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

/// <summary>The workflow of a session's life, run without a sidecar.</summary>
public sealed class When_a_session_lives
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_looks_again_when_a_lot_is_due_and_when_one_has_changed_until_the_last_is_over()
    {
        var steps = new Queue<SessionStep>([new(false, Noon), new(false, null), new(false, Noon.AddHours(1)), new(true, null)]);
        var context = new TestWorkflow((_, _) => steps.Dequeue());

        var life = new SessionWorkflow().RunAsync(context, "s1");
        await context.CalledAsync(2);
        Assert.False(life.IsCompleted);
        context.WaitsFor[0]();

        Assert.True(await life);
        Assert.Equal([Noon, Noon.AddHours(1)], context.WaitedUntil);
        Assert.All(context.Called, step => Assert.Equal((nameof(AdvanceSession), "s1"), (step.Name, step.Input)));
    }

    [Fact]
    public void Its_workflow_has_an_id_that_no_command_and_no_auction_can_have()
    {
        Assert.Null(Auctions.CommandIds.AuctionOf(SessionWorkflow.IdOf("s1")));
        Assert.NotEqual(AuctionWorkflow.IdOf("s1"), SessionWorkflow.IdOf("s1"));
    }
}
