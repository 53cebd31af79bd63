using System.Collections.Immutable;

namespace Embedded.Hub.Apps;

/// <summary>Who is there now. A value that is swapped, so that reading it costs nothing.</summary>
internal sealed class AppDirectory
{
    private readonly Lock _lock = new();

    public ImmutableArray<AppInstance> All { get; private set; } = [];

    /// <summary>Called after each change, in its order.</summary>
    public event Action<ImmutableArray<AppInstance>>? Changed;

    public void Announce(AppInstance instance) =>
        Change(all => [.. all.Where(other => other.InstanceId != instance.InstanceId), instance]);

    public void Withdraw(string instanceId) =>
        Change(all => all.RemoveAll(instance => instance.InstanceId == instanceId));

    public void Replace(ImmutableArray<AppInstance> all) => Change(_ => all);

    public IReadOnlyList<AppInstance> Of(string appId) => [.. All.Where(instance => instance.AppId == appId)];

    private void Change(Func<ImmutableArray<AppInstance>, ImmutableArray<AppInstance>> change)
    {
        lock (_lock)
        {
            All = change(All);
            Changed?.Invoke(All);
        }
    }
}
