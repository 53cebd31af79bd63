using System.Globalization;

namespace Aspire.Hosting.Runtime;

// A resource of a service with its sidecars: what a pod is in Kubernetes. One that AppHost.cs doesn't have was added by
// scaling, and goes when it isn't wanted any more.
internal sealed record ServiceMember(ResourceRun App, IReadOnlyList<ResourceRun> Sidecars, bool IsAdded)
{
    public string Name => App.Name;

    // The 2 of worker-2.
    public int Number { get; } = NumberOf(App.Name) ?? 1;

    public bool IsStarted => !App.Instances.IsEmpty;

    public bool IsReady => Parts.All(part => part.IsReady);

    public IEnumerable<ResourceRun> Parts => [App, .. Sidecars];

    // What is to be healthy and isn't; null where all is.
    public string? WhyNotReady => Parts.SelectMany(WhyNot).FirstOrDefault();

    public static string BaseOf(string name) => NumberOf(name) is null ? name : name[..name.LastIndexOf('-')];

    public Task StartAsync() => Task.WhenAll(Parts.Select(part => part.StartAsync()));

    // The sidecar last: a service that drains still has to say and to write something.
    public async Task StopAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await Task.WhenAll(Sidecars.Select(sidecar => sidecar.StopAsync(CancellationToken.None)));
    }

    private static IEnumerable<string> WhyNot(ResourceRun part) => part.Instances.IsEmpty
        ? [$"{part.Name} is stopped"]
        : part.Instances.Where(instance => !instance.IsReady).Select(instance => WhyNot(part, instance));

    internal static string WhyNot(ResourceRun run, RunInstance instance) => instance switch
    {
        { State: RunState.Waiting } => $"{instance.Name} waits for {string.Join(" and ", run.WaitsFor.Where(other => !other.IsReady).Select(other => other.Name))}",
        { State: RunState.Running } => $"{instance.Name} is not healthy ({instance.HealthReason ?? "not asked yet"})",
        { State: RunState.Restarting } => $"{instance.Name} crashes (restarted {instance.Restarts} times, exit code {instance.LastExitCode})",
        _ => $"{instance.Name} is {instance.State.ToString().ToLowerInvariant()}",
    };

    private static int? NumberOf(string name) =>
        int.TryParse(name.AsSpan(name.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name.Contains('-')
            ? number
            : null;
}
