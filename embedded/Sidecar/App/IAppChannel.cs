using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Resources;

namespace Embedded.Sidecar.App;

/// <summary>The connection to the app, over HTTP or gRPC.</summary>
internal interface IAppChannel : IDisposable
{
    /// <summary>Asks the app whether it is healthy.</summary>
    /// <exception cref="HttpRequestException">The app can't be asked over HTTP.</exception>
    Task<bool> IsHealthyAsync(CancellationToken cancellation);

    /// <summary>Asks the app for its subscriptions; an app that doesn't answer the question has none.</summary>
    /// <exception cref="AppAwayException">The app can't be reached over gRPC.</exception>
    /// <exception cref="HttpRequestException">The app can't be reached over HTTP.</exception>
    Task<IReadOnlyList<AppSubscription>> GetSubscriptionsAsync(CancellationToken cancellation);

    /// <summary>Delivers an event to the app.</summary>
    /// <param name="subscription">The subscription that the event belongs to.</param>
    /// <param name="cloudEvent">The event as JSON.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AppAwayException">The app can't be reached.</exception>
    /// <exception cref="CallFailure">The app asks for a redelivery, or answers with an error.</exception>
    Task<DeliveryResult> DeliverAsync(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation);
}

/// <summary>An app's answer to a delivery.</summary>
internal enum DeliveryResult
{
    /// <summary>The app has processed the event.</summary>
    Success,

    /// <summary>The app rejects the event, which goes to the dead-letter topic if there is one.</summary>
    Drop,
}

/// <summary>The app can't be reached, so that a delivery waits until the app is back.</summary>
internal sealed class AppAwayException(Exception inner) : CallFailure($"the app can't be reached: {inner.Message}", inner: inner);
