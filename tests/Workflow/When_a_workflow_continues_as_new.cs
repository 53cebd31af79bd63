using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_workflow_continues_as_new
{
    private static Story Round(bool preserve) => Story.Of<int, object?>(
        async (context, round) =>
        {
            await context.WaitForExternalEventAsync<int>("Next");
            context.SendEvent("i-2", "Round", round);
            context.ContinueAsNew(round + 1, preserve);
            return null;
        },
        1);

    [Fact]
    public void It_begins_anew_with_what_it_says()
    {
        var response = Round(preserve: true).Turn(Happened.Raised("Next"));
        Assert.Equal("Round", response.Actions[0].SendEvent.Name);
        var ending = response.Ending()!;
        Assert.Equal(WorkflowStatus.ContinuedAsNew, ending.WorkflowStatus);
        Assert.Equal("2", ending.Result);
        Assert.Empty(ending.CarryoverEvents);
    }

    [Fact]
    public void Events_that_nobody_took_go_along_in_their_order()
    {
        var story = Round(preserve: true);
        story.Turn(Happened.Raised("Other", "1"));
        var ending = story.Turn(
            Happened.Raised("Next", "2"), Happened.Raised("Next", "3"), Happened.Raised("other", "4"), Happened.Raised("Next", "5"));
        Assert.Equal(["1", "3", "4", "5"], ending.Ending()!.CarryoverEvents.Select(carried => carried.EventRaised.Input));
    }

    [Fact]
    public void They_are_dropped_where_the_workflow_says_so()
    {
        var ending = Round(preserve: false).Turn(Happened.Raised("Next"), Happened.Raised("Next")).Ending()!;
        Assert.Empty(ending.CarryoverEvents);
    }
}
