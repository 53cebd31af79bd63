namespace Auctions.Pusher.Presence;

/// <summary>Reports this pusher's figures to the others: changed ones every second, all of them every five seconds.</summary>
/// <param name="board">The figures.</param>
/// <param name="bus">The way to the other pushers.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says once that reports fail, and once that they no longer do.</param>
public sealed partial class PresenceAnnouncer(PresenceBoard board, IPresenceBus bus, TimeProvider time, ILogger<PresenceAnnouncer> log)
    : BackgroundService
{
    /// <summary>The least time between two reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // How long one report may take.
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(3);

    // Every fifth report holds all figures.
    private const int FullReportEvery = 5;

    private int _count;
    private bool _isFailing;

    /// <summary>Reports what there is to report now. A failure is logged, and the next report makes up for it.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        if (board.NextReport(everything: _count++ % FullReportEvery == 0) is not { } report)
            return;
        try
        {
            await bus.PublishAsync(report, cancellation).WaitAsync(PublishTimeout, time, cancellation);
            if (_isFailing)
                ReachesOthersAgain(log);
            _isFailing = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            board.ReportFailed(report);
            if (!_isFailing)
                ReachesNobody(log, failure);
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
            StopNotAnnounced(log, failure);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await AnnounceAsync(stoppingToken);
    }

    [LoggerMessage(EventId = 600, Level = LogLevel.Information, Message = "Presence reaches the other pushers again")]
    private static partial void ReachesOthersAgain(ILogger logger);

    [LoggerMessage(
        EventId = 601, Level = LogLevel.Warning,
        Message = "Presence doesn't reach the other pushers; the pusher tries again every second")]
    private static partial void ReachesNobody(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 602, Level = LogLevel.Debug, Message = "The other pushers weren't told that this one stops; its figures expire there")]
    private static partial void StopNotAnnounced(ILogger logger, Exception failure);
}
