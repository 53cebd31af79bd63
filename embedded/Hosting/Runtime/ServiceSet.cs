using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Runtime;

// What a human calls a service: the resources <name> or <name>-<n> of one project.
internal sealed class ServiceSet
{
    // Changes end where they are when the token is cancelled.
    public ServiceSet(RunSet runs, RunHost host, CancellationToken ending)
    {
        var projects = runs.All.Where(run => run.Resource is ProjectResource).ToList();
        var sidecars = runs.All.Where(run => run.Resource is DaprCliResource).ToLookup(run => ((DaprCliResource)run.Resource).Sidecar.Application);
        var byBase = projects.ToLookup(run => ServiceMember.BaseOf(run.Name), StringComparer.OrdinalIgnoreCase);
        All = [.. projects.GroupBy(run => NameOf(run, byBase[ServiceMember.BaseOf(run.Name)]), StringComparer.OrdinalIgnoreCase)
            .Select(members => new ServiceRun(
                members.Key,
                members.Select(run => new ServiceMember(run, [.. sidecars[run.Resource]], IsAdded: false)),
                runs, host, ending))];
    }

    public IReadOnlyList<ServiceRun> All { get; }

    public ServiceRun? Find(string name) =>
        All.FirstOrDefault(service => string.Equals(service.Name, name, StringComparison.OrdinalIgnoreCase));

    // Ends with the last change that is under way.
    public Task WhenUnchangingAsync() => Task.WhenAll(All.Select(service => service.Changing));

    // Where db-1 and db-2 are two programs, each is a service of its own.
    private static string NameOf(ResourceRun run, IEnumerable<ResourceRun> namesakes) =>
        namesakes.Select(other => other.Resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath).Distinct().Count() == 1
            ? ServiceMember.BaseOf(run.Name)
            : run.Name;
}
