using Dapr.Workflow;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_call_is_retried
{
    private static Story Calling(WorkflowRetryPolicy policy) => Story.Of<object?, string>(async (context, _) =>
    {
        var input = new List<string> { "a" };
        var call = context.CallActivityAsync<string>("Charge", input, new WorkflowTaskOptions(policy));
        input.Add("b");
        return await call;
    });

    [Fact]
    public void Each_wait_is_longer_up_to_the_longest()
    {
        var story = Calling(new WorkflowRetryPolicy(
            5, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(3)));

        var attempt = story.Turn();
        var waits = new List<double>();
        var executionIds = new HashSet<string>();
        for (var id = 0; id < 8; id += 2)
        {
            Assert.Equal($"{id}:Charge([\"a\"])", attempt.Activities());
            executionIds.Add(attempt.Only().ScheduleTask.TaskExecutionId);
            var waiting = story.Turn(Happened.ActivityFailed(id)).Only();
            Assert.Equal(id + 1, waiting.Id);
            Assert.Equal(executionIds.First(), waiting.CreateTimer.ActivityRetry.TaskExecutionId);
            waits.Add((waiting.CreateTimer.FireAt.ToDateTime() - story.Now).TotalSeconds);
            story.Now = waiting.CreateTimer.FireAt.ToDateTime();
            attempt = story.Turn(Happened.TimerFired(id + 1));
        }
        Assert.Equal([1, 2, 3, 3], waits);
        Assert.Single(executionIds);

        Assert.Equal("no luck", story.Turn(Happened.ActivityFailed(8)).Failure().InnerFailure.ErrorMessage);
    }

    [Fact]
    public void A_later_attempt_may_succeed()
    {
        var story = Calling(new WorkflowRetryPolicy(3, TimeSpan.FromMilliseconds(250)));
        story.Turn();
        Assert.Equal([(1, 0.25)], story.Turn(Happened.ActivityFailed(0)).Timers());
        story.Turn(Happened.TimerFired(1));
        Assert.Equal("\"paid\"", story.Turn(Happened.ActivityReturned(2, "\"paid\"")).Output());
    }

    [Fact]
    public void None_is_begun_once_the_time_is_over()
    {
        var story = Calling(new WorkflowRetryPolicy(100, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.FromSeconds(10)));
        story.Turn();
        story.Now = Story.Begin.AddSeconds(9.9);
        Assert.Single(story.Turn(Happened.ActivityFailed(0)).Timers());
        story.Turn(Happened.TimerFired(1));
        story.Now = Story.Begin.AddSeconds(10);
        story.Turn(Happened.ActivityFailed(2)).Failure();
    }

    [Fact]
    public void A_failure_for_good_ends_it()
    {
        var story = Calling(new WorkflowRetryPolicy(100, TimeSpan.FromSeconds(1)));
        story.Turn();
        story.Turn(Happened.ActivityFailed(0, forGood: true)).Failure();
    }

    [Fact]
    public void A_policy_of_one_attempt_is_none()
    {
        var story = Calling(new WorkflowRetryPolicy(1, TimeSpan.FromSeconds(1)));
        story.Turn();
        story.Turn(Happened.ActivityFailed(0)).Failure();
    }

    [Fact]
    public void Every_call_has_a_key_of_its_own()
    {
        var story = Story.Of(context => Task.WhenAll(context.CallActivityAsync("A"), context.CallActivityAsync("A")));
        var keys = story.Turn().Actions.Select(action => action.ScheduleTask.TaskExecutionId).ToArray();
        Assert.NotEqual(keys[0], keys[1]);

        var again = Story.Of(context => context.CallActivityAsync("A"));
        again.ExecutionId = "e-2";
        Assert.DoesNotContain(again.Turn().Only().ScheduleTask.TaskExecutionId, keys);
    }

    [Fact]
    public void A_child_is_tried_again_under_an_id_of_its_own_or_the_one_given()
    {
        var policy = new WorkflowRetryPolicy(2, TimeSpan.FromSeconds(1));
        var made = Story.Of(context => context.CallChildWorkflowAsync("Child", 1, new ChildWorkflowTaskOptions(RetryPolicy: policy)));
        var first = made.Turn().Only().CreateChildWorkflow;
        Assert.Equal(first.InstanceId, made.Turn(Happened.ChildFailed(0)).Only().CreateTimer.ChildWorkflowRetry.InstanceId);
        var second = made.Turn(Happened.TimerFired(1)).Only().CreateChildWorkflow;
        Assert.Equal("1", second.Input);
        Assert.NotEqual(first.InstanceId, second.InstanceId);

        var given = Story.Of(context => context.CallChildWorkflowAsync("Child", 1, new ChildWorkflowTaskOptions("c-1", policy)));
        Assert.Equal("c-1", given.Turn().Only().CreateChildWorkflow.InstanceId);
        given.Turn(Happened.ChildFailed(0));
        Assert.Equal("c-1", given.Turn(Happened.TimerFired(1)).Only().CreateChildWorkflow.InstanceId);
    }

    [Fact]
    public void A_policy_out_of_range_is_refused()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowRetryPolicy(0, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowRetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowRetryPolicy(1, second, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowRetryPolicy(1, second, maxRetryInterval: second / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowRetryPolicy(1, second, retryTimeout: second / 2));
        Assert.Equal(Timeout.InfiniteTimeSpan, new WorkflowRetryPolicy(1, second).RetryTimeout);
    }
}
