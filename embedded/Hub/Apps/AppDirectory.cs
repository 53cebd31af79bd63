using System.Collections.Immutable;

namespace Embedded.Hub.Apps;

/// <summary>Who is there now. A value that is swapped, so that reading it costs nothing.</summary>
internal sealed class AppDirectory
{
    private readonly Lock _lock = new();
    private Action<ImmutableArray<AppInstance>>? _watchers;

    public ImmutableArray<AppInstance> All { get; private set; } = [];

    /// <summary>Tells a watcher who is there, and again after each change, in the order of the changes.</summary>
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

    /// <summary>Withdraws what was announced, unless it was announced anew since: a link may be back before its old end is noticed.</summary>
    public void Withdraw(AppInstance announced) =>
        Change(all => all.RemoveAll(instance => ReferenceEquals(instance, announced)));

    public void Replace(ImmutableArray<AppInstance> all) => Change(_ => all);

    public IReadOnlyList<AppInstance> Of(string appId) => [.. All.Where(instance => instance.AppId == appId)];

    private void Change(Func<ImmutableArray<AppInstance>, ImmutableArray<AppInstance>> change)
    {
        lock (_lock)
        {
            All = change(All);
            _watchers?.Invoke(All);
        }
    }
}
