using Auctions.Lifetime;
using Auctions.Store;
using Auctions.Worker.Dispatching;
using Microsoft.Extensions.Options;

namespace Auctions.Worker.Lifetimes;

/// <summary>
/// Publishes what a worker that died had left unpublished. At its start it also begins the life of every auction and
/// session that is not over, for the worker that made one may have died before it did. Every worker sweeps; what one has
/// done the others find done.
/// </summary>
internal sealed class SweepService(
    UnpublishedSweep sweep, AuctionIndex index, ILifetimes lifetimes, IOptions<SweepOptions> options, TimeProvider time,
    ILogger<SweepService> log) : BackgroundService
{
    private bool _hasBegun;

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
            if (!_hasBegun)
                await BeginAllAsync(stoppingToken);
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
                log.LogWarning("Auctions can't be swept for the moment ({Reason})", reason);
            else
                log.LogError(failure, "Auctions can't be swept");
            return true;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The end of every process too: the sidecar's client says in an exception of its own that it was cancelled.
            return wasFailing;
        }
    }

    private async Task BeginAllAsync(CancellationToken stoppingToken)
    {
        var running = (await index.ReadAsync(stoppingToken)).Where(line => !line.IsOver).ToList();
        foreach (var line in running)
            await lifetimes.BeginAsync(line.Id, stoppingToken);
        foreach (var session in running.Select(line => line.Session).OfType<string>().Distinct())
            await lifetimes.BeginSessionAsync(session, stoppingToken);
        _hasBegun = true;
    }
}
