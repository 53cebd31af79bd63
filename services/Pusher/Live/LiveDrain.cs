using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Live;

/// <summary>
/// When the process stops, closes every connection with 1012. This happens after readiness went false and before the servers
/// stop: hosted services stop in the reverse order of their registration, so this one is registered before the service defaults.
/// </summary>
internal sealed partial class LiveDrain(
    Connections connections, SpreadClose closes, PusherOptions options, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<LiveDrain> log) : IHostedLifecycleService
{
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

        ClosesSockets(log, all.Count, closes.TimeFor(all.Count).TotalMilliseconds);
        await closes.CloseAsync(all, "This server is going away.", last: null, cancellationToken);
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

    [LoggerMessage(EventId = 620, Level = LogLevel.Information, Message = "Closing {Sockets} sockets over {Milliseconds} ms")]
    private static partial void ClosesSockets(ILogger logger, int sockets, double milliseconds);
}
