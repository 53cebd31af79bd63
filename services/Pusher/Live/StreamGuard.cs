using System.Globalization;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Live;

/// <summary>
/// While the pusher can't vouch for its stream, tells every client so and sends it to another pusher, and forgets what the
/// pusher knew, so that the next watch reads the store anew. New sockets and watches are refused where they come in; here are
/// those that are open.
/// </summary>
internal sealed partial class StreamGuard(
    StreamVouch vouch, Connections connections, LiveStreams streams, SpreadClose closes, TimeProvider time, ILogger<StreamGuard> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private bool _hasVouched;
    private long? _lostAt;

    /// <summary>Does once what the state of the stream asks for.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        if (vouch.Problem is { } problem)
            await OnInterruptedAsync(problem, cancellation);
        else
            OnGood();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await CheckAsync(stoppingToken);
    }

    private void OnGood()
    {
        _hasVouched = true;
        if (_lostAt is not { } lostAt)
            return;
        StreamIsBack(log, time.GetElapsedTime(lostAt).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        _lostAt = null;
    }

    private async Task OnInterruptedAsync(string problem, CancellationToken cancellation)
    {
        streams.DropAll();
        var open = connections.All();
        // Before the first heartbeat there is no client, and nothing was lost.
        if (_hasVouched && _lostAt is null)
        {
            _lostAt = time.GetTimestamp();
            StreamIsInterrupted(log, problem, open.Count);
        }

        if (open.Count > 0)
            await closes.CloseAsync(
                open, "This server doesn't hear what happens.", ServerFrames.Error(ErrorReasons.StreamInterrupted), cancellation);
    }

    [LoggerMessage(
        EventId = 610, Level = LogLevel.Information,
        Message = "The stream of events is heard again after {Seconds} s; clients are served again")]
    private static partial void StreamIsBack(ILogger logger, string seconds);

    [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "{Problem}. {Sockets} sockets are closed, and new ones are refused")]
    private static partial void StreamIsInterrupted(ILogger logger, string problem, int sockets);
}
