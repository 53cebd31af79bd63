using Dapr.Workflow;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_history_no_longer_matches
{
    private static string Mismatch(Func<WorkflowContext, Task> before, Func<WorkflowContext, Task> after)
    {
        var story = Story.Of(before);
        story.Turn();
        var failure = story.ChangeTo(after).Turn().Failure();
        Assert.Equal("NonDeterministicWorkflow", failure.ErrorType);
        Assert.Contains("Workflow 'Tale', instance 'i-1'", failure.ErrorMessage, StringComparison.Ordinal);
        return failure.ErrorMessage;
    }

    private static void Says(string inHistory, string inCode, string message)
    {
        Assert.Contains($"Step 0 in the history: {inHistory}.", message, StringComparison.Ordinal);
        Assert.Contains($"Step 0 in the code: {inCode}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_activity_is_named_beside_the_first() => Says(
        "activity 'Reserve'",
        "activity 'Charge'",
        Mismatch(context => context.CallActivityAsync("Reserve"), context => context.CallActivityAsync("Charge")));

    [Fact]
    public void Another_kind_is_named_beside_the_first() => Says(
        "activity 'Reserve'",
        "a timer until 2026-03-01T12:00:05.0000000Z",
        Mismatch(context => context.CallActivityAsync("Reserve"), context => context.CreateTimer(TimeSpan.FromSeconds(5))));

    [Fact]
    public void A_step_that_is_gone_is_named() => Says(
        "child workflow 'Ship' (instance 'c-1')",
        "nothing (the code had asked for 0 steps by then)",
        Mismatch(
            context => context.CallChildWorkflowAsync("Ship", null, new ChildWorkflowTaskOptions("c-1")),
            context => Task.CompletedTask));

    [Fact]
    public void A_childs_other_id_is_named() => Says(
        "child workflow 'Ship' (instance 'c-1')",
        "child workflow 'Ship' (instance 'c-2')",
        Mismatch(
            context => context.CallChildWorkflowAsync("Ship", null, new ChildWorkflowTaskOptions("c-1")),
            context => context.CallChildWorkflowAsync("Ship", null, new ChildWorkflowTaskOptions("c-2"))));

    [Fact]
    public void An_event_to_somebody_else_is_named()
    {
        static Func<WorkflowContext, Task> Sending(string to) => context =>
        {
            context.SendEvent(to, "Ready", 1);
            return context.CreateTimer(TimeSpan.FromSeconds(1));
        };

        Says("event 'Ready' to instance 'i-2'", "event 'Ready' to instance 'i-3'", Mismatch(Sending("i-2"), Sending("i-3")));
    }

    [Fact]
    public void Nothing_else_is_asked_for()
    {
        var story = Story.Of(context => context.CallActivityAsync("Reserve"));
        story.Turn();
        var response = story
            .ChangeTo(context => Task.WhenAll(context.CallActivityAsync("Charge"), context.CallActivityAsync("Ship")))
            .Turn(Happened.ActivityReturned(0));
        Assert.NotNull(response.Only().CompleteWorkflow);
    }

    [Fact]
    public void The_same_steps_with_other_inputs_and_times_match()
    {
        var story = Story.Of(async context =>
        {
            await context.CallActivityAsync("Reserve", 1);
            await context.CreateTimer(TimeSpan.FromSeconds(1));
        });
        story.Turn();
        story.Turn(Happened.ActivityReturned(0));
        story.ChangeTo(async context =>
        {
            await context.CallActivityAsync("Reserve", 2);
            await context.CreateTimer(TimeSpan.FromSeconds(2));
        });
        Assert.Null(story.Turn(Happened.TimerFired(1)).Output());
    }

    [Fact]
    public void Code_that_awaits_what_is_not_its_contexts_fails_instead_of_hanging()
    {
        var failure = Story.Of(_ => new TaskCompletionSource().Task).Turn().Failure();
        Assert.Equal("NonDeterministicWorkflow", failure.ErrorType);
        Assert.Contains("did not come from its context", failure.ErrorMessage, StringComparison.Ordinal);
    }
}
