namespace Auctions.AppHost.Supervision;

/// <summary>What Aspire says of the processes.</summary>
internal static class ResourceStates
{
    /// <summary>
    /// What Aspire says of a process that is no more. "Unknown" is one of which its orchestrator could not tell how it ended,
    /// seen after a stop; Aspire itself takes it for stopped too.
    /// </summary>
    public static readonly IReadOnlyList<string> Ended = [.. KnownResourceStates.TerminalStates, "Unknown"];

    /// <summary>Whether a process is there, or on its way: neither a spare nor ended.</summary>
    public static bool IsRunning(this ResourceNotificationService notifications, IResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var current)
        && current.Snapshot.State?.Text is { } state
        && state != KnownResourceStates.NotStarted
        && !Ended.Contains(state);
}
