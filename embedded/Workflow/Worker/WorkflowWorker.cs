using Dapr.Workflow.Connection;
using Dapr.Workflow.Replay;
using Embedded.Workflow.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dapr.Workflow.Worker;

/// <summary>Takes work from the sidecar for as long as the application runs, and looks for the sidecar while it is away.</summary>
internal sealed class WorkflowWorker(
    SidecarConnection connection,
    TurnExecutor turns,
    ActivityExecutor activities,
    IServiceProvider services,
    IOptions<WorkflowRuntimeOptions> options,
    TimeProvider time,
    ILogger<WorkflowWorker> logger) : BackgroundService
{
    private readonly GetWorkItemsRequest _request = new()
    {
        MaxConcurrentWorkflowWorkItems = options.Value.MaxWorkflows,
        MaxConcurrentActivityWorkItems = options.Value.MaxActivities,
    };

    private WorkItemStream? _current;
    private Backoff _backoff = new();
    private bool _isFailing;

    /// <summary>Takes no more work, and waits for what is under way for as long as the host allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Volatile.Read(ref _current)?.End();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TakeWorkAsync(stoppingToken);
            if (!stoppingToken.IsCancellationRequested)
                await Task.Delay(_backoff.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeWorkAsync(CancellationToken stoppingToken)
    {
        var stream = new WorkItemStream(connection.Client, turns, activities, services, time, logger);
        Volatile.Write(ref _current, stream);
        var drained = Task.CompletedTask;
        try
        {
            await using var stop = stoppingToken.Register(() => drained = stream.DrainAsync());
            await stream.RunAsync(_request, Connected);
            if (!stoppingToken.IsCancellationRequested)
                Failing("it ended the stream");
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Ended by the stop.
        }
        catch (Exception failure)
        {
            // Whatever it was, the application goes on and the sidecar may come back.
            Failing(failure is RpcException { Status.Detail: { Length: > 0 } detail } ? detail : failure.Message);
        }
        await drained;
    }

    private void Connected()
    {
        _backoff.Reset();
        if (!_isFailing)
            return;
        _isFailing = false;
        logger.LogInformation("The sidecar at {Endpoint} answers again; workflows go on.", connection.Address.Endpoint);
    }

    private void Failing(string reason)
    {
        if (_isFailing)
            return;
        _isFailing = true;
        logger.LogWarning(
            "The sidecar at {Endpoint} gives no workflow items ({Reason}); trying again until it does.",
            connection.Address.Endpoint,
            reason);
    }
}
