namespace Dapr.Workflow;

/// <summary>How an activity or a child workflow is called.</summary>
/// <param name="RetryPolicy">Whether and how it is tried again; once only where there is none.</param>
public record WorkflowTaskOptions(WorkflowRetryPolicy? RetryPolicy = null);
