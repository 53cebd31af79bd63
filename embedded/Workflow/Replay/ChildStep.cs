using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>A call of a child workflow. Its id counts for the history where the code gave it; a made up one says nothing.</summary>
internal sealed class ChildStep<T>(string name, Payload input, string instanceId, bool isIdGiven) : CallStep<T>(name, input)
{
    public string InstanceId { get; } = instanceId;

    public override bool IsRecordedBy(HistoryEvent recorded) =>
        recorded.ChildWorkflowInstanceCreated is { } created
        && created.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
        && (!isIdGiven || created.InstanceId == InstanceId);

    public override string Describe() => StepWords.Child(Name, InstanceId);

    public override WorkflowAction ToAction() => new()
    {
        Id = Id,
        CreateChildWorkflow = new CreateChildWorkflowAction { Name = Name, InstanceId = InstanceId, Input = InputText },
    };
}
