using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Aspire.Hosting.Runtime;

// A project and the processes of its sidecars, right after it; it is told where they listen.
internal static class SidecarProcesses
{
    public static IEnumerable<IResource> Beside(ProjectResource project, IEnumerable<DaprSidecarResource> sidecars)
    {
        List<DaprCliResource> processes = [.. sidecars.Select(sidecar => new DaprCliResource(sidecar))];
        foreach (var process in processes)
            project.Annotations.Add(new SidecarPortsAnnotation(process));
        return [project, .. processes];
    }
}
