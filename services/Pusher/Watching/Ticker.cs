namespace Auctions.Pusher.Watching;

/// <summary>Ticks what is watched ten times a second.</summary>
internal sealed class Ticker(LiveStreams streams, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            streams.Tick();
    }
}
