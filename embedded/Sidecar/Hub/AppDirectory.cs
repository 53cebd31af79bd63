using System.Collections.Immutable;

namespace Embedded.Sidecar.Hub;

/// <summary>The announced app instances, in an immutable array that readers use without a lock.</summary>
internal sealed class AppDirectory
{
    private readonly Lock _lock = new();
    private Action<ImmutableArray<AppInstance>>? _watchers;

    public ImmutableArray<AppInstance> All { get; private set; } = [];

    /// <summary>Calls a watcher with all instances now, and again after each change, in the order of the changes.</summary>
    public void Watch(Action<ImmutableArray<AppInstance>> watcher)
    {
        lock (_lock)
        {
            _watchers += watcher;
            watcher(All);
        }
    }

    public void Unwatch(Action<ImmutableArray<AppInstance>> watcher)
    {
        lock (_lock)
            _watchers -= watcher;
    }

    public void Announce(AppInstance instance) =>
        Change(all => [.. all.Where(other => other.InstanceId != instance.InstanceId), instance]);

    public void Withdraw(string instanceId) =>
        Change(all => all.RemoveAll(instance => instance.InstanceId == instanceId));

    /// <summary>
    /// Withdraws an instance unless it was announced again since: a link may reconnect before the end of its old
    /// connection is noticed.
    /// </summary>
    public void Withdraw(AppInstance announced) =>
        Change(all => all.RemoveAll(instance => ReferenceEquals(instance, announced)));

    public void Replace(ImmutableArray<AppInstance> all) => Change(_ => all);

    public IReadOnlyList<AppInstance> InstancesOf(string appId) => [.. All.Where(instance => instance.AppId == appId)];

    private void Change(Func<ImmutableArray<AppInstance>, ImmutableArray<AppInstance>> change)
    {
        lock (_lock)
        {
            All = change(All);
            _watchers?.Invoke(All);
        }
    }
}
