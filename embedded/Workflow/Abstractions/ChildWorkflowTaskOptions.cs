namespace Dapr.Workflow;

/// <summary>How a child workflow is called.</summary>
/// <param name="InstanceId">The child's id; by default one that is made up, the same in every replay.</param>
/// <param name="RetryPolicy">Whether and how it is tried again; once only where there is none.</param>
public record ChildWorkflowTaskOptions(string? InstanceId = null, WorkflowRetryPolicy? RetryPolicy = null)
    : WorkflowTaskOptions(RetryPolicy);
