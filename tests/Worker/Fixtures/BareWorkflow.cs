using Dapr.Workflow;
using Microsoft.Extensions.Logging;

namespace Worker.Tests.Fixtures;

/// <summary>The context of a workflow without a sidecar, except for what the product's workflows use of it.</summary>
internal abstract class BareWorkflow : WorkflowContext
{
    public override string Name => "test";

    public override bool IsReplaying => false;

    public override bool IsPatched(string patchName) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallChildWorkflowAsync<TResult>(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        throw new NotSupportedException();

    public override ILogger CreateReplaySafeLogger(string categoryName) => throw new NotSupportedException();

    public override ILogger CreateReplaySafeLogger(Type type) => throw new NotSupportedException();

    public override ILogger CreateReplaySafeLogger<T>() => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    public override PropagatedHistory? GetPropagatedHistory() => throw new NotSupportedException();
}
