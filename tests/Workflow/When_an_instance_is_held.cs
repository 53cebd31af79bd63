using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_an_instance_is_held
{
    [Fact]
    public void It_takes_no_step_until_it_may_go_on()
    {
        var story = Story.Of<object?, int>(async (context, _) =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));
        story.Turn();
        Assert.Empty(story.Turn(Happened.Suspended(), Happened.ActivityReturned(0, "1")).Actions);
        Assert.Equal("1:B()", story.Turn(Happened.Resumed()).Activities());
        Assert.Equal("3", story.Turn(Happened.ActivityReturned(1, "2")).Output());
    }

    [Fact]
    public void What_it_asked_for_before_is_still_its_own()
    {
        var story = Story.Of<object?, int>(async (context, _) =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));
        story.Turn();
        Assert.Equal("1:B()", story.Turn(Happened.ActivityReturned(0, "1"), Happened.Suspended()).Activities());
        Assert.Equal("3", story.Turn(Happened.ActivityReturned(1, "2"), Happened.Resumed()).Output());
    }

    [Fact]
    public void One_that_is_ended_from_outside_says_so_with_its_output()
    {
        var story = Story.Of(context => context.CallActivityAsync("A"));
        story.Turn();
        var ending = story.Turn(Happened.Terminated("\"enough\"")).Only().CompleteWorkflow;
        Assert.Equal((WorkflowStatus.Terminated, "\"enough\""), (ending.WorkflowStatus, ending.Result));
    }
}
