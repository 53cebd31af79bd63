using Dapr.Workflow;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_workflow_has_children
{
    [Fact]
    public void A_child_is_asked_for_and_its_result_comes_back()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
            await context.CallChildWorkflowAsync<string>("Ship", 3, new ChildWorkflowTaskOptions("ship-1")));
        var child = story.Turn().Only();
        Assert.Equal(
            (0, "Ship", "ship-1", "3"),
            (child.Id, child.CreateChildWorkflow.Name, child.CreateChildWorkflow.InstanceId, child.CreateChildWorkflow.Input));
        Assert.Equal("\"shipped\"", story.Turn(Happened.ChildReturned(0, "\"shipped\"")).Output());
    }

    [Fact]
    public void An_id_that_nobody_gave_is_made_up_the_same_way_each_time()
    {
        static string Made(string instanceId) => Story.Of(context => context.CallChildWorkflowAsync("Ship"), instanceId)
            .Turn().Only().CreateChildWorkflow.InstanceId;

        Assert.Equal(Made("i-1"), Made("i-1"));
        Assert.NotEqual(Made("i-1"), Made("i-2"));
        Assert.True(Guid.TryParse(Made("i-1"), out _));
    }

    [Fact]
    public void A_childs_failure_is_the_parents_to_catch()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            try
            {
                await context.CallChildWorkflowAsync("Ship");
                return "shipped";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.FailureDetails.ToString();
            }
        });
        story.Turn();
        Assert.Equal("\"System.Exception: sunk\"", story.Turn(Happened.ChildFailed(0, "sunk")).Output());
    }
}
