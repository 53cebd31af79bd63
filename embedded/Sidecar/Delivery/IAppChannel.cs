using Embedded.Sidecar.Resiliency;
using Embedded.Sidecar.Resources;

namespace Embedded.Sidecar.Delivery;

/// <summary>The way to the app, over HTTP or gRPC.</summary>
internal interface IAppChannel : IDisposable
{
    /// <summary>Whether the app says that it is well. Throws where it can't be asked.</summary>
    Task<bool> IsHealthyAsync(CancellationToken cancellation);

    /// <summary>What the app subscribes to; none where it doesn't say.</summary>
    Task<IReadOnlyList<AppSubscription>> SubscriptionsAsync(CancellationToken cancellation);

    /// <summary>Delivers an event.</summary>
    /// <param name="subscription">To which subscription.</param>
    /// <param name="cloudEvent">The event as JSON.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CallFailure">The app wants it again, or could not be reached.</exception>
    Task<DeliveryResult> DeliverAsync(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation);
}
