using Embedded.Sidecar.Resources;

namespace Embedded.Sidecar.App;

/// <summary>The current subscriptions: those of the resource files, and those that the app has named.</summary>
internal sealed class Subscriptions(ResourceSet resources)
{
    private IReadOnlyList<AppSubscription> _current = resources.Subscriptions;

    /// <summary>All current subscriptions.</summary>
    public IReadOnlyList<AppSubscription> Current => Volatile.Read(ref _current);

    /// <summary>Replaces the subscriptions that the app named before.</summary>
    public void Replace(IReadOnlyList<AppSubscription> programmatic) =>
        Volatile.Write(ref _current, [.. resources.Subscriptions, .. programmatic]);
}
