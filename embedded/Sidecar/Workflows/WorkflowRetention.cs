namespace Embedded.Sidecar.Workflows;

/// <summary>How long workflows are kept after their end; null keeps them for ever.</summary>
/// <param name="Completed">Completed workflows.</param>
/// <param name="Failed">Failed workflows.</param>
/// <param name="Terminated">Terminated workflows.</param>
internal readonly record struct WorkflowRetention(TimeSpan? Completed, TimeSpan? Failed, TimeSpan? Terminated)
{
    /// <summary>Whether any workflow is ever removed.</summary>
    public bool RemovesAny => (Completed ?? Failed ?? Terminated) is not null;
}
