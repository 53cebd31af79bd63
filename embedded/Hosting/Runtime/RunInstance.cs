using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// One process of a resource, for as long as it is wanted: started, watched, and started again when it ends unasked.
internal sealed class RunInstance(ResourceRun owner, int replica, IReadOnlyDictionary<string, int> targetPorts) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What the proxy has under way here gets so long before the process is told to stop, which has its own patience then.
    private static readonly TimeSpan PatienceWithCalls = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly RestartBackoff _backoff = new(owner.Host.Time);
    private Task _supervising = Task.CompletedTask;
    private CancellationToken _now;

    public int Replica { get; } = replica;

    public string Name { get; } = owner.DisplayName(replica);

    public IReadOnlyDictionary<string, int> TargetPorts { get; } = targetPorts;

    public RunState State { get; private set; }

    public RunHealth Health { get; private set; }

    public string? HealthReason { get; private set; }

    public int? Pid { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public int Restarts { get; private set; }

    public int? LastExitCode { get; private set; }

    public CallsUnderWay Calls { get; } = new();

    public bool IsReady => State == RunState.Running && Health == RunHealth.Healthy;

    public void Start() => _supervising = SuperviseAsync(_stop.Token);

    // No new call comes; those under way end; then the process is told to stop, and drains by itself.
    public async Task StopAsync(CancellationToken now)
    {
        _now = now;
        var idle = Calls.EndAsync(PatienceWithCalls, owner.Host.Time, now);
        if (State == RunState.Running && !idle.IsCompleted)
            Become(RunState.Stopping);
        await idle;
        await _stop.CancelAsync();
        await _supervising;
    }

    public void Dispose() => _stop.Dispose();

    private async Task SuperviseAsync(CancellationToken stop)
    {
        try
        {
            Become(RunState.Waiting);
            await owner.WaitForOthersAsync(stop);
            while (!stop.IsCancellationRequested)
            {
                LastExitCode = await RunOnceAsync(stop);
                if (stop.IsCancellationRequested)
                    break;
                var delay = _backoff.Crashed();
                owner.Say(Name, $"ended with exit code {LastExitCode}; starts again in {delay.TotalSeconds:0.##} s (restart {Restarts + 1})", isError: true);
                Restarts++;
                Become(RunState.Restarting);
                await Task.Delay(delay, owner.Host.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was waiting for something when it was told to stop.
        }
        finally
        {
            Become(RunState.Stopped);
        }
    }

    // The exit code; null where it could not be started.
    private async Task<int?> RunOnceAsync(CancellationToken stop)
    {
        using var probing = new CancellationTokenSource();
        _backoff.Started();
        using var child = await StartAsync();
        if (child is null)
            return null;
        var identity = ProcessIdentity.Of(child.Pid);
        if (identity is { } known)
            owner.Host.Guard.Add(known);
        (Pid, StartedAt) = (child.Pid, owner.Host.Time.GetUtcNow());
        Become(RunState.Running);

        var probe = new HealthProbe([.. owner.Resource.Annotations.OfType<HttpHealthCheckAnnotation>()], TargetPorts, owner.Host.Time);
        var watching = probe.RunAsync(OnHealth, probing.Token);
        await Task.WhenAny(child.Exited, Task.Delay(Timeout.Infinite, stop)).ConfigureAwait(false);
        Become(stop.IsCancellationRequested ? RunState.Stopping : RunState.Restarting);
        await probing.CancelAsync();
        await watching;
        await child.StopAsync(Patience, _now);
        if (identity is { } gone)
            owner.Host.Guard.Remove(gone);
        (Pid, StartedAt) = (null, null);
        return await child.Exited;
    }

    private async Task<ChildProcess?> StartAsync()
    {
        try
        {
            var environment = await ChildEnvironment.OfAsync(owner.Resource, Replica, TargetPorts, owner.Host.Execution, owner.Host.Guard.Mark);
            var child = ChildProcess.Start(owner.Launch(), environment, (line, isError) => owner.Say(Name, line, isError));
            child.Input.Close();
            return child;
        }
        catch (Exception failed) when (failed is DistributedApplicationException or System.ComponentModel.Win32Exception or IOException)
        {
            owner.Say(Name, $"can't be started: {failed.Message}", isError: true);
            return null;
        }
    }

    private void OnHealth(RunHealth health, string? reason)
    {
        if (health == Health && reason == HealthReason)
            return;
        if (Health == RunHealth.Healthy)
            owner.Say(Name, $"is not healthy any more: {reason}", isError: true);
        (Health, HealthReason) = (health, reason);
        owner.Host.Changes.Raise();
    }

    private void Become(RunState state)
    {
        State = state;
        if (state != RunState.Running)
            (Health, HealthReason) = (RunHealth.Unknown, null);
        owner.Host.Changes.Raise();
    }
}
