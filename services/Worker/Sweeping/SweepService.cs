using Auctions.Lifetime;
using Auctions.Worker.Dispatching;
using Microsoft.Extensions.Options;

namespace Auctions.Worker.Sweeping;

/// <summary>
/// Opens and closes auctions that are due, and publishes what a worker that died had left unpublished. Every worker
/// sweeps; what one has done the others find done.
/// </summary>
internal sealed class SweepService(
    LifetimeSweep sweep, IOptions<SweepOptions> options, TimeProvider time, ILogger<SweepService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.SweepMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                isFailing = await SweepAsync(isFailing, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of every process.
        }
    }

    /// <summary>Sweeps once; says when it begins to fail and when it works again, not each time in between.</summary>
    private async Task<bool> SweepAsync(bool wasFailing, CancellationToken stoppingToken)
    {
        try
        {
            await sweep.SweepOnceAsync(stoppingToken);
            if (wasFailing)
                log.LogInformation("Auctions are swept again");
            return false;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            if (wasFailing)
                return true;

            // A sidecar that is not there yet, or not there any more, is no riddle that a stack would solve.
            if (Retryable.Reason(failure) is { } reason)
                log.LogWarning("Auctions can't be swept for the moment ({Reason}): none opens or closes by itself", reason);
            else
                log.LogError(failure, "Auctions can't be swept: none opens or closes by itself");
            return true;
        }
    }
}
