using Aspire.Hosting.Runtime;

namespace Aspire.Hosting.Dashboard;

// One process of a resource, or the place of one that is about to start.
internal sealed record InstanceView(
    string Name,
    int Replica,
    int? Pid,
    string State,
    string Health,
    string? HealthReason,
    int Restarts,
    int? LastExitCode,
    DateTimeOffset? StartedAt,
    IReadOnlyDictionary<string, int> TargetPorts)
{
    public static InstanceView Of(RunInstance instance) => new(
        instance.Name,
        instance.Replica,
        instance.Pid,
        instance.State.ToString(),
        instance.Health.ToString(),
        instance.HealthReason,
        instance.Restarts,
        instance.LastExitCode,
        instance.StartedAt,
        instance.TargetPorts);
}
