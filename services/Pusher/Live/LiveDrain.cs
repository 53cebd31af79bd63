using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Live;

/// <summary>
/// When the process stops, closes every connection with 1012, which sends the clients to another pusher. The closes are
/// spread over some time, so that the clients don't reach the other pushers all at once. This happens after readiness went
/// false and before the servers stop: hosted services stop in the reverse order of their registration, so this one is
/// registered before the service defaults.
/// </summary>
internal sealed class LiveDrain(
    Connections connections, PusherOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LiveDrain> log)
    : IHostedLifecycleService
{
    private static readonly TimeSpan PerConnection = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(connections.RefuseNew);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.RefuseNew();
        var all = connections.All();
        if (all.Count == 0)
            return;

        var spread = TimeSpan.FromMilliseconds(Math.Min(options.CloseSpreadMilliseconds, all.Count * PerConnection.TotalMilliseconds));
        log.LogInformation("Closing {Sockets} sockets over {Milliseconds} ms", all.Count, spread.TotalMilliseconds);
        var perStep = Math.Max(1, (int)Math.Ceiling(all.Count / Math.Max(1, spread / Step)));
        foreach (var some in all.Chunk(perStep))
        {
            foreach (var connection in some)
                connection.Close(CloseCodes.ServiceRestart, "This server is going away.");
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await connections.EmptyAsync().WaitAsync(options.CloseGrace, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var late in connections.All())
            late.Gone();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
