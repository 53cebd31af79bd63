using Embedded.Workflow.Protocol;

namespace Workflow.Tests.Fixtures;

/// <summary>What is in a turn's answer.</summary>
internal static class Answers
{
    public static CompleteWorkflowAction? Ending(this WorkflowResponse response) =>
        response.Actions.SingleOrDefault(action => action.CompleteWorkflow is not null)?.CompleteWorkflow;

    public static string? Output(this WorkflowResponse response)
    {
        var ending = response.Ending();
        Assert.NotNull(ending);
        Assert.True(ending.WorkflowStatus == WorkflowStatus.Completed, $"{ending.WorkflowStatus}: {ending.FailureDetails}");
        return ending.Result;
    }

    public static TaskFailureDetails Failure(this WorkflowResponse response)
    {
        var ending = response.Ending();
        Assert.NotNull(ending);
        Assert.Equal(WorkflowStatus.Failed, ending.WorkflowStatus);
        return ending.FailureDetails;
    }

    /// <summary>The activities that are asked for, as id:name(input).</summary>
    public static string Activities(this WorkflowResponse response) => string.Join(
        ' ',
        response.Actions.Where(action => action.ScheduleTask is not null)
            .Select(action => $"{action.Id}:{action.ScheduleTask.Name}({action.ScheduleTask.Input})"));

    /// <summary>The timers that are asked for, as id and seconds from the story's begin.</summary>
    public static (int Id, double Seconds)[] Timers(this WorkflowResponse response) =>
    [
        .. response.Actions.Where(action => action.CreateTimer is not null)
            .Select(action => (action.Id, (action.CreateTimer.FireAt.ToDateTime() - Story.Begin).TotalSeconds)),
    ];

    public static WorkflowAction Only(this WorkflowResponse response) => Assert.Single(response.Actions);
}
