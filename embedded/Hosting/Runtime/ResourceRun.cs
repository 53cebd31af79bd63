using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// A resource that runs: its instances, and what can be done with them.
internal sealed class ResourceRun(IResource resource, RunHost host, Func<Launch> launch) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private int _past;

    public const int MostReplicas = 32;

    public IResource Resource { get; } = resource;

    public string Name => Resource.Name;

    public RunHost Host { get; } = host;

    public Func<Launch> Launch { get; } = launch;

    public LogBuffer Logs { get; } = new(host.Time);

    // Those that this waits for; set once, before anything is started.
    public IReadOnlyList<ResourceRun> WaitsFor { get; set; } = [];

    public int Replicas { get; private set; } = resource.ReplicaCount();

    // Callers of a scalable resource go through the proxy, so that there may be one process more.
    public bool IsScalable => Resource.ReplicaCount() > 1;

    // Copied on change: read by the proxy with every request.
    public ImmutableArray<RunInstance> Instances { get; private set; } = [];

    public bool IsReady => Instances is { Length: > 0 } instances && instances.All(instance => instance.IsReady);

    public int Restarts => _past + Instances.Sum(instance => instance.Restarts);

    public string DisplayName(int replica) => IsScalable ? $"{Name}/{replica}" : Name;

    public void Say(string source, string text, bool isError)
    {
        Logs.Add(source, isError, text);
        Host.Console.Write(source, text);
    }

    public Task WaitForOthersAsync(CancellationToken cancellation) =>
        Host.Changes.UntilAsync(() => WaitsFor.All(other => other.IsReady), cancellation);

    public Task StartAsync() => ChangeAsync(async () =>
    {
        if (Instances.IsEmpty)
            await ResizeAsync(Replicas, CancellationToken.None);
    });

    public Task StopAsync(CancellationToken now) => ChangeAsync(() => ResizeAsync(0, now));

    public Task RestartAsync() => ChangeAsync(async () =>
    {
        await ResizeAsync(0, CancellationToken.None);
        await ResizeAsync(Replicas, CancellationToken.None);
    });

    // Changes how many there are to be; when the resource is stopped, how many there will be.
    public Task ScaleAsync(int replicas) => ChangeAsync(async () =>
    {
        Replicas = replicas;
        if (!Instances.IsEmpty)
            await ResizeAsync(replicas, CancellationToken.None);
        Host.Changes.Raise();
    });

    // One more than are wanted, while another is being replaced; null where the resource was stopped meanwhile.
    public async Task<RunInstance?> AddAsync()
    {
        RunInstance? added = null;
        await ChangeAsync(() =>
        {
            added = Instances.IsEmpty ? null : Add();
            return Task.CompletedTask;
        });
        return added;
    }

    // Stops one of them, if it is still there.
    public Task RemoveAsync(RunInstance instance) => ChangeAsync(async () =>
    {
        if (Instances.Contains(instance))
            await RemoveAsync([instance], CancellationToken.None);
    });

    public void Dispose() => _changing.Dispose();

    private async Task ChangeAsync(Func<Task> change)
    {
        await _changing.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task ResizeAsync(int count, CancellationToken now)
    {
        await RemoveAsync([.. Instances.Skip(count)], now);
        while (Instances.Length < count)
            Add();
    }

    private RunInstance Add()
    {
        // The lowest number that is free: names stay short, and no two that run at once share one.
        var replica = Enumerable.Range(1, Instances.Length + 1).First(number => Instances.All(instance => instance.Replica != number));
        var instance = new RunInstance(this, replica, TargetPorts());
        Instances = Instances.Add(instance);
        instance.Start();
        return instance;
    }

    private async Task RemoveAsync(IReadOnlyList<RunInstance> leaving, CancellationToken now)
    {
        await Task.WhenAll(leaving.Select(instance => instance.StopAsync(now)));
        foreach (var instance in leaving)
        {
            _past += instance.Restarts;
            instance.Dispose();
        }

        Instances = Instances.RemoveRange(leaving);
        Host.Changes.Raise();
    }

    private Dictionary<string, int> TargetPorts() => Resource.Endpoints().ToDictionary(
        endpoint => endpoint.Name,
        endpoint => endpoint.IsProxied ? endpoint.TargetPort ?? Host.Ports.Take() : endpoint.AllocatedPort!.Value);
}
