using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>For whom an activity runs.</summary>
public abstract class WorkflowActivityContext
{
    /// <summary>The name by which the activity was called.</summary>
    public abstract TaskIdentifier Identifier { get; }

    /// <summary>One call's key: the same in every attempt at it, another for every other call.</summary>
    public abstract string TaskExecutionKey { get; }

    /// <summary>The id of the instance that called.</summary>
    public abstract string InstanceId { get; }
}
