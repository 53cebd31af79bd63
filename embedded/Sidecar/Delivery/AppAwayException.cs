using Embedded.Sidecar.Resiliency;

namespace Embedded.Sidecar.Delivery;

/// <summary>The app did not answer at all: what was to be delivered waits until it is back.</summary>
internal sealed class AppAwayException(Exception inner) : CallFailure($"the app can't be reached: {inner.Message}", inner: inner);
