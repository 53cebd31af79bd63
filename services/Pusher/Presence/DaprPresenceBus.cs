using Dapr.Client;

namespace Auctions.Pusher.Presence;

/// <summary>Reports by Dapr pub/sub, on the component that brings every message to every instance.</summary>
/// <param name="dapr">The sidecar.</param>
public sealed class DaprPresenceBus(DaprClient dapr) : IPresenceBus
{
    /// <summary>The topic, on <see cref="Components.Events"/>. Only pushers speak and listen there.</summary>
    public const string Topic = "auction-presence";

    /// <inheritdoc/>
    public Task PublishAsync(PresenceReport report, CancellationToken cancellation) =>
        dapr.PublishEventAsync(Components.Events, Topic, report, cancellation);
}
