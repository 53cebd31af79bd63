using Dapr.Client;

namespace Auctions.Pusher.Presence;

/// <summary>What one pusher reports about its own watchers.</summary>
/// <param name="Instance">The pusher, unique among those that run.</param>
/// <param name="Leaving">Whether the pusher is stopping: it has no watchers any more.</param>
/// <param name="Watching">Watchers by auction or session; the figures of those that aren't named haven't changed.</param>
public sealed record PresenceReport(string Instance, bool Leaving, IReadOnlyDictionary<string, int> Watching);

/// <summary>Brings a report to every pusher, perhaps also to the one that sent it.</summary>
public interface IPresenceBus
{
    /// <summary>Publishes a report; throws when that failed.</summary>
    Task PublishAsync(PresenceReport report, CancellationToken cancellation);
}

/// <summary>Publishes reports by Dapr, on the component that brings every message to every instance.</summary>
/// <param name="dapr">The sidecar.</param>
public sealed class DaprPresenceBus(DaprClient dapr) : IPresenceBus
{
    /// <summary>The topic, on <see cref="Components.Events"/>. Only pushers publish and subscribe to it.</summary>
    public const string Topic = "auction-presence";

    /// <inheritdoc/>
    public Task PublishAsync(PresenceReport report, CancellationToken cancellation) =>
        dapr.PublishEventAsync(Components.Events, Topic, report, cancellation);
}
