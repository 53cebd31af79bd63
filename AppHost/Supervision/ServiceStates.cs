using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auctions.AppHost.Supervision;

/// <summary>Shows the number of a service's healthy processes as the state of the service.</summary>
internal sealed class ServiceStates(DistributedApplicationModel model, ResourceNotificationService notifications)
{
    private readonly Dictionary<string, ServiceResource> _byMember = model.Resources.OfType<ServiceResource>()
        .SelectMany(service => service.Members.Select(member => (service, member.Name)))
        .ToDictionary(member => member.Name, member => member.service);

    /// <summary>Counts again after the state of a process has changed.</summary>
    public async Task UpdateAsync(IResource changed)
    {
        if (!_byMember.TryGetValue(changed.Name, out var service))
            return;
        var (running, healthy) = (0, 0);
        foreach (var member in service.Members)
        {
            if (!notifications.TryGetCurrentState(member.Name, out var current) || current.Snapshot.State?.Text != KnownResourceStates.Running)
                continue;
            running++;
            healthy += current.Snapshot.HealthStatus == HealthStatus.Healthy ? 1 : 0;
        }

        var style = healthy == running && running > 0 ? KnownResourceStateStyles.Success : KnownResourceStateStyles.Warn;
        var state = new ResourceStateSnapshot($"{healthy} of {running} healthy", style);
        if (!notifications.TryGetCurrentState(service.Name, out var shown) || shown.Snapshot.State?.Text != state.Text)
            await notifications.PublishUpdateAsync(service, snapshot => snapshot with { State = state });
    }
}
