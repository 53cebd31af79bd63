namespace Dapr.Workflow;

/// <summary>What a workflow's turn can be asked for without changing it.</summary>
public interface IWorkflowContext
{
    /// <summary>Whether the code is being taken through what it did in earlier turns.</summary>
    bool IsReplaying { get; }

    /// <summary>When the turn in question began, in UTC; the same in every replay.</summary>
    DateTime CurrentUtcDateTime { get; }
}
