using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// Everything that runs or could, in the order of the application. It grows when a service gets resources that AppHost.cs
// doesn't have, and shrinks again.
internal sealed class RunSet(RunHost host, Func<IResource, Func<Launch>> launchOf)
{
    private readonly Lock _changing = new();

    public ImmutableArray<ResourceRun> All { get; private set; } = [];

    public ResourceRun? Find(string name) =>
        All.FirstOrDefault(run => string.Equals(run.Name, name, StringComparison.OrdinalIgnoreCase));

    // Their ports are known; nothing is started. What can't be started is refused now.
    public IReadOnlyList<ResourceRun> Add(IReadOnlyList<IResource> resources, ResourceRun? after = null)
    {
        List<ResourceRun> added = [.. resources.Select(resource => new ResourceRun(resource, host, launchOf(resource)))];
        foreach (var run in added)
        {
            run.WaitsFor = [.. run.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => Awaited(wait.Resource, run, added)).Distinct()];
            host.Console.Expect(run.IsScalable ? run.DisplayName(1) : run.Name);
            run.Launch();
        }

        lock (_changing)
            All = after is null ? All.AddRange(added) : All.InsertRange(All.IndexOf(after) + 1, added);
        host.Changes.Raise();
        return added;
    }

    public void Remove(IEnumerable<ResourceRun> runs)
    {
        lock (_changing)
            All = All.RemoveRange(runs);
        host.Changes.Raise();
    }

    private ResourceRun Awaited(IResource awaited, ResourceRun waiting, List<ResourceRun> added) =>
        All.Concat(added).FirstOrDefault(run => run.Resource == awaited) ?? throw new DistributedApplicationException(
            $"'{waiting.Name}' waits for '{awaited.Name}', which is no project: only projects can be waited for in the embedded build.");
}
