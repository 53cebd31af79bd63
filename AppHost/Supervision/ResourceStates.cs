namespace Auctions.AppHost.Supervision;

/// <summary>What Aspire says of the processes.</summary>
internal static class ResourceStates
{
    /// <summary>Whether a process is there, or on its way: neither a spare nor ended.</summary>
    public static bool IsRunning(this ResourceNotificationService notifications, IResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var current)
        && current.Snapshot.State?.Text is { } state
        && state != KnownResourceStates.NotStarted
        && !KnownResourceStates.TerminalStates.Contains(state);
}
