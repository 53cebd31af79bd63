using Dapr.Client;

namespace Auctions.Events;

/// <summary>Publishes events on the topic <see cref="Components.EventsTopic"/> of <see cref="Components.Events"/>.</summary>
/// <param name="dapr">The client of this process' sidecar.</param>
/// <param name="source">The CloudEvents source: the app-id of this process.</param>
public sealed class DaprEventPublisher(DaprClient dapr, string source = AppIds.Worker) : IEventPublisher
{
    /// <inheritdoc/>
    /// <exception cref="Dapr.DaprException">The sidecar is away, or the broker did not accept the event.</exception>
    public async ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation) =>
        await dapr.PublishByteEventAsync(
            Components.Events, Components.EventsTopic, CloudEvents.Write(happened, source), CloudEvents.ContentType,
            cancellationToken: cancellation);
}
