using Dapr.Workflow.Abstractions;
using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>For whom an activity runs, as the sidecar said.</summary>
internal sealed class ActivityContextOf(ActivityRequest request) : WorkflowActivityContext
{
    public override TaskIdentifier Identifier => new(request.Name);

    public override string TaskExecutionKey => request.TaskExecutionId;

    public override string InstanceId => request.WorkflowInstance?.InstanceId ?? "";
}
