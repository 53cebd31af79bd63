using System.Collections.Immutable;

namespace Aspire.Hosting.Runtime;

// A service that runs: its members, in the order of their numbers, and the change that goes on or was the last.
internal sealed class ServiceRun(string name, IEnumerable<ServiceMember> members, RunSet runs, RunHost host, CancellationToken ending)
{
    private const int ChangesKept = 20;

    private readonly Lock _beginning = new();
    private int _changes;

    public string Name { get; } = name;

    public RunSet Runs { get; } = runs;

    public RunHost Host { get; } = host;

    public ImmutableArray<ServiceMember> Members { get; private set; } = [.. members.OrderBy(member => member.Number)];

    // The last ones, the newest at the end.
    public ImmutableArray<ServiceChange> Changes { get; private set; } = [];

    public Task Changing { get; private set; } = Task.CompletedTask;

    public int Replicas => Members.Where(member => member.IsStarted).Sum(member => member.App.Replicas);

    // Processes that serve: healthy, and their sidecars too.
    public int Ready => Members.Where(member => member.Sidecars.All(sidecar => sidecar.IsReady))
        .Sum(member => member.App.Instances.Count(instance => instance.IsReady));

    // Why there can't be more than there are members; null where there can.
    public string? WhyNoMore => Members is [{ App.IsScalable: true }] ? null : AddedMember.WhyNot(this);

    public void Add(ServiceMember member) => Members = Members.Add(member);

    public void Remove(ServiceMember member) => Members = Members.Remove(member);

    // Null while another goes on: two at once would take each other's processes away.
    public ServiceChange? TryBegin(string kind, Func<ServiceChange, CancellationToken, Task<string?>> change)
    {
        lock (_beginning)
        {
            if (Changes is [.., { State: ChangeState.Running }])
                return null;
            var begun = new ServiceChange(FormattableString.Invariant($"{++_changes}"), this, kind, Host);
            Changes = [.. Changes.TakeLast(ChangesKept - 1), begun];
            Changing = Task.Run(() => CarryOutAsync(begun, change), CancellationToken.None);
            return begun;
        }
    }

    private async Task CarryOutAsync(ServiceChange begun, Func<ServiceChange, CancellationToken, Task<string?>> change)
    {
        try
        {
            begun.End(await change(begun, ending));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            begun.End("AppHost was told to stop.");
        }
        catch (DistributedApplicationException refused)
        {
            begun.End(refused.Message);
        }
        catch (Exception bug)
        {
            Host.Console.Write("host", bug.ToString());
            begun.End($"AppHost failed: {bug.Message}");
        }
    }
}
