namespace Auctions.AppHost.Supervision;

/// <summary>The states of processes in Aspire.</summary>
internal static class ResourceStates
{
    /// <summary>
    /// The states of a process that has ended. "Unknown" occurs after a stop, when the orchestrator could not find out how
    /// the process ended; Aspire itself treats it as stopped too.
    /// </summary>
    public static readonly IReadOnlyList<string> Ended = [.. KnownResourceStates.TerminalStates, "Unknown"];

    /// <summary>Whether a process runs or is starting: it is neither an unstarted spare nor ended.</summary>
    public static bool IsRunning(this ResourceNotificationService notifications, IResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var current)
        && current.Snapshot.State?.Text is { } state
        && state != KnownResourceStates.NotStarted
        && !Ended.Contains(state);
}
