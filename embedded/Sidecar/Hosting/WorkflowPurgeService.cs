using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Workflows;

namespace Embedded.Sidecar.Hosting;

/// <summary>
/// Removes the app's workflows that ended longer ago than the Configuration's <c>workflow.stateRetentionPolicy</c> keeps
/// them.
/// </summary>
internal sealed partial class WorkflowPurgeService(
    IHub hub, SidecarOptions options, WorkflowRetention retention, TimeProvider time, ILogger<WorkflowPurgeService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!retention.RemovesAny)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await PurgeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sidecar stops.
        }
    }

    private async Task PurgeAsync(CancellationToken stoppingToken)
    {
        try
        {
            var removed = await hub.PurgeWorkflowsAsync(options.AppId, retention, stoppingToken);
            if (removed > 0)
                Purged(log, removed);
        }
        catch (HubUnavailableException away)
        {
            PurgeDelayed(log, away);
        }
    }

    [LoggerMessage(EventId = 810, Level = LogLevel.Debug, Message = "{Count} workflows that had ended were removed")]
    private static partial void Purged(ILogger logger, int count);

    [LoggerMessage(EventId = 811, Level = LogLevel.Debug, Message = "The hub is away; workflows that have ended are removed later")]
    private static partial void PurgeDelayed(ILogger logger, Exception away);
}
