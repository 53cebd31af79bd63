using Auctions.Worker.Intake;

namespace Auctions.Worker.Schedules;

/// <summary>Work that is done at a fixed period as long as the process runs, and that may fail as long as its store is away.</summary>
/// <param name="period">The time between two beginnings.</param>
/// <param name="time">The clock.</param>
internal abstract class PeriodicService(TimeSpan period, TimeProvider time) : BackgroundService
{
    /// <summary>Does the work once. Calls don't overlap.</summary>
    protected abstract Task DoAsync(CancellationToken stoppingToken);

    /// <summary>Logs that the work succeeds again.</summary>
    protected abstract void LogRecovery();

    /// <summary>Logs that the work begins to fail for a while, because something is away.</summary>
    protected abstract void LogDelay(string reason);

    /// <summary>Logs that the work begins to fail, and that trying again won't help.</summary>
    protected abstract void LogFailure(Exception failure);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                isFailing = await TryAsync(isFailing, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>Does the work. Logs only when it begins to fail and when it succeeds again. Returns whether it failed.</summary>
    private async Task<bool> TryAsync(bool wasFailing, CancellationToken stoppingToken)
    {
        try
        {
            await DoAsync(stoppingToken);
            if (wasFailing)
                LogRecovery();
            return false;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            if (wasFailing)
                return true;

            // It is normal that a sidecar has not started yet or has stopped, and a stack trace would not help.
            if (Retryable.Reason(failure) is { } reason)
                LogDelay(reason);
            else
                LogFailure(failure);
            return true;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops. The sidecar's client reports a cancelled call by its own type of exception.
            return wasFailing;
        }
    }
}
