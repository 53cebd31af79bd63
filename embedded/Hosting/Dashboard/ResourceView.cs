using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Runtime;

namespace Aspire.Hosting.Dashboard;

// What the dashboard shows of one resource; GET /api/resources answers a list of these.
internal sealed record ResourceView(
    string Name,
    string Kind,
    string? Parent,
    string State,
    string Health,
    int Restarts,
    int Replicas,
    bool Scalable,
    IReadOnlyList<int> Pids,
    IReadOnlyList<UrlView> Urls,
    IReadOnlyList<string> WaitingFor,
    IReadOnlyList<InstanceView> Instances)
{
    public static ResourceView Of(ResourceRun run)
    {
        var instances = run.Instances.Select(InstanceView.Of).ToList();
        return new ResourceView(
            run.Name,
            run.Resource is ProjectResource ? "project" : "sidecar",
            (run.Resource as CommunityToolkit.Aspire.Hosting.Dapr.DaprCliResource)?.Sidecar.Application.Name,
            Overall(instances.Select(instance => instance.State), nameof(RunState.Stopped)),
            Overall(instances.Select(instance => instance.Health), nameof(RunHealth.Unknown)),
            run.Restarts,
            run.Replicas,
            run.IsScalable,
            [.. instances.Where(instance => instance.Pid is not null).Select(instance => instance.Pid!.Value)],
            [.. ResourceUrls.Of(run.Resource).Select(url => new UrlView(url.DisplayText ?? url.Endpoint?.EndpointName, url.Url))],
            [.. run.WaitsFor.Where(other => !other.IsReady).Select(other => other.Name)],
            instances);
    }

    // What all instances agree on; where they don't, what is not as it should be.
    private static string Overall(IEnumerable<string> states, string none)
    {
        var distinct = states.Distinct().ToList();
        return distinct switch
        {
            [] => none,
            [var only] => only,
            _ => distinct.First(state => state is not (nameof(RunState.Running) or nameof(RunHealth.Healthy))),
        };
    }
}
