namespace Embedded.Hub.Workflows;

/// <summary>How long workflows are kept once they have ended; null for ever.</summary>
/// <param name="Completed">Those that were completed.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Terminated">Those that were terminated.</param>
public readonly record struct WorkflowRetention(TimeSpan? Completed, TimeSpan? Failed, TimeSpan? Terminated)
{
    /// <summary>Whether anything is ever removed.</summary>
    public bool Removes => (Completed ?? Failed ?? Terminated) is not null;
}
