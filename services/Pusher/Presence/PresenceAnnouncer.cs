namespace Auctions.Pusher.Presence;

/// <summary>Says this pusher's figures to the others: changes once a second, everything every five.</summary>
/// <param name="board">The figures.</param>
/// <param name="bus">The way to the others.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears once when the bus begins to fail, and once when it is back.</param>
public sealed class PresenceAnnouncer(PresenceBoard board, IPresenceBus bus, TimeProvider time, ILogger<PresenceAnnouncer> log)
    : BackgroundService
{
    /// <summary>The least time between two reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Every so many reports one says everything.</summary>
    private const int Heartbeat = 5;

    private int _count;
    private bool _isFailing;

    /// <summary>Says what there is to say now. A failure is logged, and made up for by the next.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        if (board.NextReport(everything: _count++ % Heartbeat == 0) is not { } report)
            return;
        try
        {
            await bus.PublishAsync(report, cancellation).WaitAsync(Patience, time, cancellation);
            if (_isFailing)
                log.LogInformation("Presence reaches the other pushers again");
            _isFailing = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            board.Unsaid(report);
            if (!_isFailing)
                log.LogWarning(failure, "Presence doesn't reach the other pushers; it is tried every second");
            _isFailing = true;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await bus.PublishAsync(new PresenceReport(board.Instance, Leaving: true, new Dictionary<string, int>()), cancellationToken)
                .WaitAsync(Interval, time, cancellationToken);
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "The goodbye reached nobody; the figures expire by themselves");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await AnnounceAsync(stoppingToken);
    }
}
