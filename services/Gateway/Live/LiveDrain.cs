namespace Auctions.Gateway.Live;

/// <summary>
/// At a stop, tells every client to reconnect (1012), spread over some time, so that the next gateway is not flooded. YARP
/// knows only bytes: by itself it would delay the stop as long as a watcher is connected, and then drop the connection.
/// This service is registered before the service defaults, whose drain then comes first: hosted services stop in reverse.
/// </summary>
internal sealed partial class LiveDrain(LiveSockets sockets, TimeProvider time, ILogger<LiveDrain> log) : IHostedLifecycleService
{
    /// <summary>The close code "service restart" (IANA registry): reconnect, to another server.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>The close reason.</summary>
    public const string Reason = "This server is going away.";

    private static readonly TimeSpan PerSocket = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MostSpread = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var all = sockets.RefuseNew();
        if (all.Count == 0)
            return;

        var spread = TimeSpan.FromTicks(Math.Min(MostSpread.Ticks, all.Count * PerSocket.Ticks));
        ClosesSockets(log, all.Count, spread.TotalMilliseconds);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var some in all.Chunk((int)Math.Ceiling(all.Count / Math.Max(1, spread / Step))))
        {
            foreach (var socket in some)
                _ = CloseAsync(socket, late.Token);
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sockets.EmptyAsync().WaitAsync(Grace, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await late.CancelAsync();
        foreach (var socket in sockets.RefuseNew())
            socket.Abort();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task CloseAsync(LiveSocket socket, CancellationToken cancellation)
    {
        try
        {
            await socket.CloseAsync(ServiceRestart, Reason, cancellation);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The socket has ended meanwhile, or its client does not read.
            socket.Abort();
        }
    }

    [LoggerMessage(EventId = 700, Level = LogLevel.Information, Message = "Closing {Sockets} WebSockets over {Milliseconds} ms")]
    private static partial void ClosesSockets(ILogger logger, int sockets, double milliseconds);
}
