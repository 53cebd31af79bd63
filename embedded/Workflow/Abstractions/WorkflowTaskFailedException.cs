namespace Dapr.Workflow;

/// <summary>An activity or a child workflow failed.</summary>
/// <param name="message">What failed, and why.</param>
/// <param name="failureDetails">Why, in parts.</param>
#pragma warning disable CA1032 // The package has this constructor only.
public class WorkflowTaskFailedException(string message, WorkflowTaskFailureDetails failureDetails) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Why, in parts.</summary>
    public WorkflowTaskFailureDetails FailureDetails { get; } =
        failureDetails ?? throw new ArgumentNullException(nameof(failureDetails));
}
