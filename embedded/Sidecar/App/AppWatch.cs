using System.Net.Sockets;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;

namespace Embedded.Sidecar.App;

/// <summary>
/// Watches whether the app is up. An app that comes up is asked for its subscriptions and announced, so that others can
/// invoke it; an app that no longer answers is withdrawn at once. App and sidecar are two processes, and each may
/// restart while the other runs.
/// </summary>
internal sealed partial class AppWatch(
    IHub hub, SidecarOptions options, InstanceAddress address, Subscriptions subscriptions, IServiceProvider services,
    ILogger<AppWatch> log) : BackgroundService
{
    private static readonly TimeSpan DownInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UpInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _check = new(0, 1);
    private TaskCompletionSource _up = NewSource();

    /// <summary>Whether the app was up and announced before; always true for a sidecar without an app.</summary>
    public bool HasBeenUp { get; private set; } = options.AppPort is null;

    /// <summary>Completes when the app is up.</summary>
    public Task WhenUpAsync(CancellationToken cancellation) => Volatile.Read(ref _up).Task.WaitAsync(cancellation);

    /// <summary>Whether the app answers now; false for a sidecar without an app.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation) => options.AppPort is not null
        && await CheckAsync(services.GetRequiredService<IAppChannel>(), cancellation) == AppState.Healthy;

    /// <summary>Checks the app at once, because a call could not reach it.</summary>
    public void ReportUnreachable()
    {
        if (_check.CurrentCount == 0)
            _check.Release();
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
            var state = await CheckAsync(app, stoppingToken);
            failures = state == AppState.Healthy ? 0 : failures + 1;
            if (state == AppState.Healthy && !isUp)
                isUp = await OnUpAsync(app, stoppingToken);
            else if (isUp && (state == AppState.Away || failures >= options.AppHealthThreshold))
            {
                isUp = false;
                await OnDownAsync(state, stoppingToken);
            }

            await ((Task)_check.WaitAsync(isUp ? Interval() : DownInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan Interval() => options.EnableAppHealthCheck && options.AppHealthProbeInterval < UpInterval
        ? options.AppHealthProbeInterval
        : UpInterval;

    private async Task<AppState> CheckAsync(IAppChannel app, CancellationToken cancellation)
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
            return away is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? AppState.Away : AppState.Unhealthy;
        }

        if (!options.EnableAppHealthCheck)
            return AppState.Healthy;
        try
        {
            return await app.IsHealthyAsync(limit.Token) ? AppState.Healthy : AppState.Unhealthy;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return AppState.Unhealthy;
        }
    }

    private async Task<bool> OnUpAsync(IAppChannel app, CancellationToken cancellation)
    {
        try
        {
            subscriptions.Replace(await app.GetSubscriptionsAsync(cancellation));
            await AnnounceAsync(cancellation);
        }
        catch (Exception failure) when (failure is AppAwayException or HttpRequestException or HubUnavailableException)
        {
            NotAnnounced(log, failure.Message);
            return false;
        }

        IsUp(log, options.AppId, subscriptions.Current.Count);
        HasBeenUp = true;
        _up.TrySetResult();
        return true;
    }

    private async Task OnDownAsync(AppState state, CancellationToken cancellation)
    {
        IsDown(log, options.AppId, state == AppState.Away ? "down" : "unhealthy");
        Volatile.Write(ref _up, NewSource());
        try
        {
            await hub.WithdrawAsync(address.Id, cancellation);
        }
        catch (HubUnavailableException away)
        {
            // Without a hub no app is found, and a hub that comes back learns only of apps that are still announced.
            NotWithdrawn(log, away.Message);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellation) =>
        await hub.AnnounceAsync(new AppInstance(address.Id, options.AppId, await address.GetAsync(cancellation)), cancellation);

    public override void Dispose()
    {
        _check.Dispose();
        base.Dispose();
    }

    [LoggerMessage(EventId = 820, Level = LogLevel.Warning, Message = "The app is up but could not be announced: {Problem}")]
    private static partial void NotAnnounced(ILogger logger, string problem);

    [LoggerMessage(EventId = 821, Level = LogLevel.Information, Message = "The app {AppId} is up; subscriptions: {Count}")]
    private static partial void IsUp(ILogger logger, string appId, int count);

    [LoggerMessage(
        EventId = 822, Level = LogLevel.Warning,
        Message = "The app {AppId} is {State}; it gets no requests and events until it is up again")]
    private static partial void IsDown(ILogger logger, string appId, string state);

    [LoggerMessage(EventId = 823, Level = LogLevel.Warning, Message = "The app could not be withdrawn: {Problem}")]
    private static partial void NotWithdrawn(ILogger logger, string problem);

    private enum AppState
    {
        Healthy,
        Unhealthy,
        Away,
    }
}
