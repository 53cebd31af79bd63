namespace Auctions.Gateway.Live;

/// <summary>
/// At a stop, tells every client to connect anew (1012), over some time, so that whoever takes them isn't run over. YARP
/// knows bytes and no frames: by itself it would hold the stop for as long as somebody watches, and then hang up. It is
/// registered before the service defaults, whose drain comes first then: hosted services stop in reverse order.
/// </summary>
internal sealed class LiveDrain(LiveSockets sockets, TimeProvider time, ILogger<LiveDrain> log) : IHostedLifecycleService
{
    /// <summary>The close code (IANA registry): the server is going away, connect to another.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>Its reason.</summary>
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
        log.LogInformation("Closing {Sockets} sockets over {Milliseconds} ms", all.Count, spread.TotalMilliseconds);
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
            // It ended meanwhile, or it doesn't read: nobody can be told.
            socket.Abort();
        }
    }
}
