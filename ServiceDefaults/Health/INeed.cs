namespace Auctions.ServiceDefaults.Health;

/// <summary>
/// Something that the process needs to do its job. It is asked for every second in the background, and
/// <see cref="HostDefaults.ReadinessPath"/> answers from the last results.
/// </summary>
public interface INeed
{
    /// <summary>What health and the log call it, for example <c>sidecar</c>.</summary>
    string Name { get; }

    /// <summary>Asks for it, as cheaply as possible. Throws where it isn't there; an answer after <see cref="NeedState.Limit"/> is none.</summary>
    Task AskAsync(CancellationToken cancellation);
}
