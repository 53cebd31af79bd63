using System.Net.Sockets;
using Embedded.Hub;
using Embedded.Sidecar.CommandLine;

namespace Embedded.Sidecar.Delivery;

/// <summary>
/// Knows whether the app is there. One that is gets announced, so that others may invoke it, and is asked for its
/// subscriptions; one that doesn't answer any more is withdrawn at once. App and sidecar are two processes: each may
/// come and go while the other stays.
/// </summary>
internal sealed class AppWatch(
    IHub hub, SidecarOptions options, InstanceAddress address, Subscriptions subscriptions, IServiceProvider services,
    ILogger<AppWatch> log) : BackgroundService
{
    private static readonly TimeSpan AwayInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ThereInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _look = new(0, 1);
    private TaskCompletionSource _up = New();

    /// <summary>Whether the app was there once, and others were told; true from the start where there is to be none.</summary>
    public bool HasBeenUp { get; private set; } = options.AppPort is null;

    /// <summary>Ends once the app is there.</summary>
    public Task WhenUpAsync(CancellationToken cancellation) => Volatile.Read(ref _up).Task.WaitAsync(cancellation);

    /// <summary>Somebody could not reach the app: look at once.</summary>
    public void ReportUnreachable()
    {
        if (_look.CurrentCount == 0)
            _look.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AppPort is null)
        {
            await AnnounceAsync(stoppingToken);
            return;
        }

        var app = services.GetRequiredService<IAppChannel>();
        var isUp = false;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var state = await LookAsync(app, stoppingToken);
            failures = state == AppState.Well ? 0 : failures + 1;
            if (state == AppState.Well && !isUp)
                isUp = await ComeUpAsync(app, stoppingToken);
            else if (isUp && (state == AppState.Away || failures >= options.AppHealthThreshold))
            {
                isUp = false;
                await GoDownAsync(state, stoppingToken);
            }

            await ((Task)_look.WaitAsync(isUp ? Interval() : AwayInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan Interval() => options.EnableAppHealthCheck && options.AppHealthProbeInterval < ThereInterval
        ? options.AppHealthProbeInterval
        : ThereInterval;

    private async Task<AppState> LookAsync(IAppChannel app, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.AppHealthProbeTimeout);
        try
        {
            using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
                await socket.ConnectAsync(options.AppChannelAddress, options.AppPort!.Value, limit.Token);
        }
        catch (Exception away) when (away is SocketException or OperationCanceledException)
        {
            return away is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? AppState.Away : AppState.Unwell;
        }

        if (!options.EnableAppHealthCheck)
            return AppState.Well;
        try
        {
            return await app.IsHealthyAsync(limit.Token) ? AppState.Well : AppState.Unwell;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return AppState.Unwell;
        }
    }

    private async Task<bool> ComeUpAsync(IAppChannel app, CancellationToken cancellation)
    {
        try
        {
            subscriptions.Replace(await app.SubscriptionsAsync(cancellation));
            await AnnounceAsync(cancellation);
        }
        catch (Exception failure) when (failure is AppAwayException or HttpRequestException or HubUnavailableException)
        {
            log.LogWarning("The app came and could not be announced: {Problem}", failure.Message);
            return false;
        }

        log.LogInformation("The app {AppId} is there; subscriptions: {Count}", options.AppId, subscriptions.Current.Count);
        HasBeenUp = true;
        _up.TrySetResult();
        return true;
    }

    private async Task GoDownAsync(AppState state, CancellationToken cancellation)
    {
        log.LogWarning("The app {AppId} is {State}; it gets nothing until it is back", options.AppId, state == AppState.Away ? "gone" : "not well");
        Volatile.Write(ref _up, New());
        try
        {
            await hub.WithdrawAsync(address.Id, cancellation);
        }
        catch (HubUnavailableException away)
        {
            // Then nobody finds anybody; and a hub that comes back hears only of those who are announced.
            log.LogWarning("The app could not be withdrawn: {Problem}", away.Message);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellation) =>
        await hub.AnnounceAsync(new AppInstance(address.Id, options.AppId, await address.GetAsync(cancellation)), cancellation);

    public override void Dispose()
    {
        _look.Dispose();
        base.Dispose();
    }

    private enum AppState
    {
        Well,
        Unwell,
        Away,
    }
}
