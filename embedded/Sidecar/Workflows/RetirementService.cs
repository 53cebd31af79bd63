using Embedded.Hub;
using Embedded.Hub.Workflows;
using Embedded.Sidecar.CommandLine;

namespace Embedded.Sidecar.Workflows;

/// <summary>
/// Removes the app's workflows that ended longer ago than the Configuration's
/// <c>workflow.stateRetentionPolicy</c> says.
/// </summary>
internal sealed class RetirementService(
    IHub hub, SidecarOptions options, WorkflowRetention retention, TimeProvider time, ILogger<RetirementService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!retention.Removes)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RetireAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of every sidecar.
        }
    }

    private async Task RetireAsync(CancellationToken stoppingToken)
    {
        try
        {
            var removed = await hub.RetireWorkflowsAsync(options.AppId, retention, stoppingToken);
            if (removed > 0)
                log.LogDebug("{Count} workflows that had ended were removed", removed);
        }
        catch (HubUnavailableException away)
        {
            log.LogDebug(away, "Workflows that have ended are removed later");
        }
    }
}
