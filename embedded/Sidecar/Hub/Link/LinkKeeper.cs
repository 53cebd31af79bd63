using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Embedded.Sidecar.Hub.Frames;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>
/// Keeps a link connected: starts the hub where none is running, starts it again after a crash, and announces to the new
/// hub the app instances that were announced to the old one.
/// </summary>
internal sealed partial class LinkKeeper(HubOptions options, Func<ProcessStartInfo> startHub, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly HubStarter _starter = new(options, startHub);
    private readonly CancellationTokenSource _closing = new();
    private volatile TaskCompletionSource<LinkConnection> _connection = NewSource();
    private Task _keeping = Task.CompletedTask;

    /// <summary>The announced app instances, as the hub sent them last.</summary>
    public AppDirectory Apps { get; } = new();

    /// <summary>The app instances that this link has announced.</summary>
    public ConcurrentDictionary<string, AppInstance> Announced { get; } = new(StringComparer.Ordinal);

    /// <summary>Connects for the first time.</summary>
    /// <exception cref="HubStartException">The hub can't be started, or speaks another version of the protocol.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var first = await OpenAsync(cancellation);
        _connection.SetResult(first);
        _keeping = KeepAsync(first);
    }

    /// <summary>Waits for a connection without a limit of time.</summary>
    /// <exception cref="HubUnavailableException">The link was closed.</exception>
    public Task<LinkConnection> WaitForConnectionAsync(CancellationToken cancellation)
    {
        ThrowIfClosed();
        return _connection.Task.WaitAsync(cancellation);
    }

    /// <summary>Returns an open connection, or waits for one.</summary>
    /// <exception cref="HubUnavailableException">
    /// There was no connection for as long as <see cref="HubOptions.Patience"/>, or the link was closed.
    /// </exception>
    public async ValueTask<LinkConnection> GetConnectionAsync(CancellationToken cancellation)
    {
        var connecting = _connection.Task;
        if (connecting is { IsCompletedSuccessfully: true, Result.Closed.IsCompleted: false })
            return connecting.Result;
        try
        {
            while (true)
            {
                ThrowIfClosed();
                var connection = await _connection.Task.WaitAsync(options.Patience, time, cancellation);
                if (!connection.Closed.IsCompleted)
                    return connection;

                // The connection has just closed, and KeepAsync hasn't replaced the task yet.
                await Task.Delay(Pause, time, cancellation);
            }
        }
        catch (TimeoutException)
        {
            throw new HubUnavailableException($"The hub of {options.DataDirectory} has been away for {options.Patience.TotalSeconds:0.#} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _keeping;
        if (_connection.Task is { IsCompletedSuccessfully: true, Result: var connection })
            await connection.DisposeAsync();
        // Ends every wait for a connection; reading the exception marks it as observed where nothing waits.
        _connection.TrySetException(LinkClosed());
        _ = _connection.Task.Exception;
        _closing.Dispose();
    }

    private static TaskCompletionSource<LinkConnection> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubUnavailableException LinkClosed() => new($"The link to the hub of {options.DataDirectory} is closed.");

    private void ThrowIfClosed()
    {
        if (_closing.IsCancellationRequested)
            throw LinkClosed();
    }

    private async Task KeepAsync(LinkConnection connection)
    {
        while (true)
        {
            await connection.Closed.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_closing.IsCancellationRequested)
                return;

            _connection = NewSource();
            HubIsAway(logger, options.DataDirectory);
            try
            {
                connection = await OpenAsync(_closing.Token);
                foreach (var (_, instance) in Announced)
                    await connection.AskAsync(Op.Announce, instance, FrameFormat.Write, _closing.Token);
                _connection.SetResult(connection);
                HubIsBack(logger, options.DataDirectory);
            }
            catch (HubUnavailableException)
            {
                // The hub went away again during the announcements; the loop finds the connection closed.
                _connection.TrySetResult(connection);
            }
            catch (OperationCanceledException)
            {
                await connection.DisposeAsync();
                return;
            }
            catch (HubStartException failure)
            {
                HubCannotStart(logger, failure, options.DataDirectory);
                await Task.Delay(options.Patience, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<LinkConnection> OpenAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await LinkConnection.OpenAsync(options.SocketPath, Apps, cancellation);
            }
            catch (Exception notListening) when (notListening is SocketException or HubUnavailableException)
            {
                if (time.GetElapsedTime(began) > LongestStart)
                    throw new HubStartException(
                        $"A hub of {options.DataDirectory} is running or starting (see {options.PidPath}), but doesn't listen on "
                        + $"{options.SocketPath}: stop that process.", notListening);
                await _starter.StartAsync(cancellation);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(EventId = 880, Level = LogLevel.Warning, Message = "The hub of {DataDirectory} is away")]
    private static partial void HubIsAway(ILogger logger, string dataDirectory);

    [LoggerMessage(EventId = 881, Level = LogLevel.Information, Message = "The hub of {DataDirectory} is back")]
    private static partial void HubIsBack(ILogger logger, string dataDirectory);

    [LoggerMessage(EventId = 882, Level = LogLevel.Critical, Message = "The hub of {DataDirectory} can't be started again")]
    private static partial void HubCannotStart(ILogger logger, Exception failure, string dataDirectory);
}
