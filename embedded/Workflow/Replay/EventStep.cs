using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>An event that is sent to another instance; nobody waits for it.</summary>
internal sealed class EventStep(string instanceId, string name, Payload payload) : Step
{
    public override bool IsRecordedBy(HistoryEvent recorded) =>
        recorded.EventSent is { } sent
        && sent.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        && sent.InstanceId == instanceId;

    public override string Describe() => StepWords.Event(name, instanceId);

    public override WorkflowAction ToAction() => new()
    {
        Id = Id,
        SendEvent = new SendEventAction
        {
            Instance = new WorkflowInstance { InstanceId = instanceId },
            Name = name,
            Data = payload.Text,
        },
    };
}
