using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>A call of an activity; <c>callId</c> is the id of the first attempt's step.</summary>
internal sealed class ActivityStep<T>(string name, Payload input, TurnIdentity identity, int callId) : CallStep<T>(name, input)
{
    /// <summary>The same for every attempt at one call.</summary>
    public string TaskExecutionId => identity.TaskExecutionId(callId);

    public override bool IsRecordedBy(HistoryEvent recorded) =>
        recorded.TaskScheduled is { } scheduled && scheduled.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    public override string Describe() => StepWords.Activity(Name);

    public override WorkflowAction ToAction() => new()
    {
        Id = Id,
        ScheduleTask = new ScheduleTaskAction { Name = Name, Input = InputText, TaskExecutionId = TaskExecutionId },
    };
}
