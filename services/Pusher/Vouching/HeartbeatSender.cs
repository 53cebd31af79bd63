namespace Auctions.Pusher.Vouching;

/// <summary>Publishes a heartbeat every second. A sidecar that hangs holds up none but the heartbeat that it was given.</summary>
/// <param name="vouch">Makes the heartbeats, and learns why one could not be published.</param>
/// <param name="bus">Publishes them.</param>
/// <param name="time">The clock.</param>
public sealed class HeartbeatSender(StreamVouch vouch, IHeartbeatBus bus, TimeProvider time) : BackgroundService
{
    /// <summary>The time between two heartbeats, and the most that publishing one may take.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Publishes one heartbeat. A failure is noted, and the next heartbeat makes up for it.</summary>
    public async Task BeatAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var publishing = bus.PublishAsync(vouch.Next(), limit.Token);
            await publishing.WaitAsync(Interval, time, cancellation);
            vouch.NoteSent(problem: null);
        }
        catch (TimeoutException)
        {
            limit.Cancel();
            vouch.NoteSent($"the sidecar has not answered within {Interval.TotalSeconds} s");
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            vouch.NoteSent(failure.GetBaseException().Message.TrimEnd('.'));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await BeatAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
