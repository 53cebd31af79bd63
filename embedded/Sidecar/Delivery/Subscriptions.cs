using Embedded.Sidecar.Resources;

namespace Embedded.Sidecar.Delivery;

/// <summary>The subscriptions in force: those of the files, and those that the app named last.</summary>
internal sealed class Subscriptions(ResourceSet resources)
{
    private IReadOnlyList<AppSubscription> _current = resources.Subscriptions;

    /// <summary>All of them.</summary>
    public IReadOnlyList<AppSubscription> Current => Volatile.Read(ref _current);

    /// <summary>Takes what the app says, in the place of what it said before.</summary>
    public void Replace(IReadOnlyList<AppSubscription> programmatic) =>
        Volatile.Write(ref _current, [.. resources.Subscriptions, .. programmatic]);
}
