using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// Gives every endpoint its public port, before anything is started: references to endpoints are then known.
internal static class EndpointAllocation
{
    public static void Allocate(IReadOnlyList<IResource> resources, int? dashboardPort, PortAllocator ports)
    {
        var fixedPorts = new List<(string Who, int Port)>();
        if (dashboardPort is { } dashboard)
            fixedPorts.Add(("dashboard", dashboard));
        foreach (var resource in resources)
            fixedPorts.AddRange(resource.Endpoints().Where(endpoint => endpoint.Port is not null).Select(endpoint => (resource.Name, endpoint.Port!.Value)));
        RefuseTaken(fixedPorts);
        foreach (var (_, port) in fixedPorts)
            ports.Reserve(port);
        AllocateFree(resources, ports);
    }

    // As above, where no port is fixed or the fixed ones are known to be free.
    public static void AllocateFree(IReadOnlyList<IResource> resources, PortAllocator ports)
    {
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Endpoints())
                Allocate(resource, endpoint, ports);
        }
    }

    private static void Allocate(IResource resource, EndpointAnnotation endpoint, PortAllocator ports)
    {
        var replicated = resource.ReplicaCount() > 1;
        if (replicated && endpoint.TargetPort is not null)
            throw new DistributedApplicationException(
                $"Resource '{resource.Name}' has {resource.ReplicaCount()} replicas, which can't all listen on the target port {endpoint.TargetPort} of its endpoint '{endpoint.Name}'.");
        // One process listens on the public port itself: a proxy in between would only cost.
        endpoint.IsProxied = replicated || (endpoint.TargetPort is { } target && endpoint.Port is { } port && target != port);
        endpoint.AllocatedPort = endpoint.Port ?? endpoint.TargetPort ?? ports.Take();
    }

    private static void RefuseTaken(List<(string Who, int Port)> fixedPorts)
    {
        var problems = fixedPorts.GroupBy(one => one.Port)
            .Where(same => same.Count() > 1)
            .Select(same => $"Port {same.Key} is asked for by {string.Join(" and by ", same.Select(one => one.Who))}.")
            .Concat(fixedPorts.Where(one => !PortAllocator.IsFree(one.Port))
                .Select(one => $"Port {one.Port} ({one.Who}) is taken by {PortOwner.Of(one.Port) ?? "another program"}."))
            .ToList();
        if (problems.Count > 0)
            throw new DistributedApplicationException(
                $"{string.Join(Environment.NewLine, problems)}{Environment.NewLine}"
                + "Nothing was started. Stop that program, or choose other ports (Ports__Api, Ports__Dashboard …; 0 takes a free one).");
    }
}
