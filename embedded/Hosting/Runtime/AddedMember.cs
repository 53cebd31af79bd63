using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Runtime;

// One more member of a service than AppHost.cs has, made from what it says of the last one: the same project, variables,
// health checks and waits, a sidecar with the same options and components, free ports. Nobody was told those ports, so
// it can only be one that others reach by its app-id.
internal static class AddedMember
{
    // Why a service can't have one; null where it can.
    public static string? WhyNot(ServiceRun service)
    {
        var last = service.Members[^1].App.Resource;
        var sidecars = service.Members[^1].Sidecars.Select(sidecar => ((DaprCliResource)sidecar.Resource).Sidecar.Options).ToList();
        if (service.Members.Any(member => member.App.IsScalable))
            return $"{service.Name} has several resources with replicas; scale each of them by its own name.";
        if (last.Endpoints().FirstOrDefault(endpoint => endpoint.IsExternal) is { } external)
            return $"Callers from outside know each {service.Name} by a port of its own (endpoint {external.Name} of {last.Name}), "
                + $"and what they were told is fixed when the system starts; add {Next(service)} to AppHost.cs and start again.";
        if (last.Endpoints().FirstOrDefault(endpoint => endpoint is not { Port: null, TargetPort: null }) is { } fixedPort)
            return $"The endpoint {fixedPort.Name} of {last.Name} has a fixed port, which two can't have; let it take a free one in AppHost.cs.";
        if (sidecars.Any(options => options.AppPort is not null))
            return $"The sidecar of {last.Name} has a fixed AppPort, where another's would find the wrong process; let it take the endpoint's.";
        if (last.Endpoints().Any() && sidecars.All(options => options.AppId is null))
            return $"{last.Name} is one process that its callers know by its port; give it WithReplicas(2), or a sidecar with an AppId, in AppHost.cs to scale it.";
        return null;
    }

    public static ServiceMember To(ServiceRun service)
    {
        var last = service.Members[^1];
        var project = new ProjectResource(Next(service));
        foreach (var annotation in last.App.Resource.Annotations.Where(annotation => annotation is not SidecarPortsAnnotation))
            project.Annotations.Add(annotation is EndpointAnnotation endpoint ? WithoutPort(endpoint) : annotation);
        var sidecars = last.Sidecars.Select(sidecar => Like(((DaprCliResource)sidecar.Resource).Sidecar, project));
        List<IResource> resources = [.. SidecarProcesses.Beside(project, sidecars)];
        EndpointAllocation.AllocateFree(resources, service.Host.Ports);

        var runs = service.Runs.Add(resources, last.Parts.Last());
        var member = new ServiceMember(runs[0], [.. runs.Skip(1)], IsAdded: true);
        service.Add(member);
        return member;
    }

    private static string Next(ServiceRun service) => FormattableString.Invariant($"{service.Name}-{service.Members[^1].Number + 1}");

    private static EndpointAnnotation WithoutPort(EndpointAnnotation endpoint) =>
        new(endpoint.Name, endpoint.UriScheme, port: null, targetPort: null, endpoint.TargetPortEnvironmentVariable);

    private static DaprSidecarResource Like(DaprSidecarResource sidecar, ProjectResource project)
    {
        var made = new DaprSidecarResource(project) { Options = sidecar.Options with { DaprHttpPort = null, DaprGrpcPort = null, MetricsPort = null } };
        made.Components.AddRange(sidecar.Components);
        return made;
    }
}
