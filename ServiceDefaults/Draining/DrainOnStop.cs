using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.ServiceDefaults.Draining;

/// <summary>
/// Keeps the servers up for a while after readiness went false. A host stops its services only after every
/// <see cref="IHostedLifecycleService.StoppingAsync"/> has ended, so a load balancer that still sends requests here gets
/// answers until it has asked for readiness again.
/// </summary>
internal sealed partial class DrainOnStop(
    Readiness readiness, IOptions<DrainOptions> options, TimeProvider time, ILogger<DrainOnStop> log) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice, by a signal and by its owner, but it drains once.
        var drain = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        if (!readiness.TryStartDraining() || drain == TimeSpan.Zero)
            return;

        Drains(log, drain.TotalSeconds);
        await Task.Delay(drain, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 300, Level = LogLevel.Information,
        Message = "The process is not ready any more; it serves for another {DrainSeconds} s")]
    private static partial void Drains(ILogger logger, double drainSeconds);
}
