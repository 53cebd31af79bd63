using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Embedded.Hub.Apps;
using Embedded.Hub.Lifetime;
using Microsoft.Extensions.Logging;

namespace Embedded.Hub.Link;

/// <summary>
/// Keeps a link connected: starts the hub where there is none, and again where it crashed, and tells a new one who was
/// announced to the old.
/// </summary>
internal sealed class LinkKeeper(HubOptions options, Func<ProcessStartInfo> startHub, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly HubStarter _starter = new(options, startHub);
    private readonly CancellationTokenSource _closing = new();
    private volatile TaskCompletionSource<LinkConnection> _connection = New();
    private Task _keeping = Task.CompletedTask;

    /// <summary>Who is there, as the hub said last.</summary>
    public AppDirectory Apps { get; } = new();

    /// <summary>Whom this link announced.</summary>
    public ConcurrentDictionary<string, AppInstance> Announced { get; } = new(StringComparer.Ordinal);

    /// <summary>Connects for the first time.</summary>
    /// <exception cref="HubStartException">The hub can't be started or speaks another version.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var first = await OpenAsync(cancellation);
        _connection.SetResult(first);
        _keeping = KeepAsync(first);
    }

    /// <summary>The connection, however long it takes.</summary>
    /// <exception cref="HubUnavailableException">The link was closed.</exception>
    public Task<LinkConnection> WheneverAsync(CancellationToken cancellation)
    {
        ThrowIfClosed();
        return _connection.Task.WaitAsync(cancellation);
    }

    /// <summary>The connection, as soon as there is one that lives.</summary>
    /// <exception cref="HubUnavailableException">There was none for as long as calls are patient, or the link was closed.</exception>
    public async ValueTask<LinkConnection> ConnectionAsync(CancellationToken cancellation)
    {
        var connecting = _connection.Task;
        if (connecting is { IsCompletedSuccessfully: true, Result.Gone.IsCompleted: false })
            return connecting.Result;
        try
        {
            while (true)
            {
                ThrowIfClosed();
                var connection = await _connection.Task.WaitAsync(options.Patience, time, cancellation);
                if (!connection.Gone.IsCompleted)
                    return connection;

                // It has just gone, and the next one isn't being waited for yet.
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
        // Whoever still waits for a connection waits no more; if nobody does, nobody need observe it.
        _connection.TrySetException(Closed());
        _ = _connection.Task.Exception;
        _closing.Dispose();
    }

    private static TaskCompletionSource<LinkConnection> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubUnavailableException Closed() => new($"The link to the hub of {options.DataDirectory} is closed.");

    private void ThrowIfClosed()
    {
        if (_closing.IsCancellationRequested)
            throw Closed();
    }

    private async Task KeepAsync(LinkConnection connection)
    {
        while (true)
        {
            await connection.Gone.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_closing.IsCancellationRequested)
                return;

            _connection = New();
            logger.LogWarning("The hub of {DataDirectory} is away", options.DataDirectory);
            try
            {
                connection = await OpenAsync(_closing.Token);
                foreach (var (_, instance) in Announced)
                    await connection.AskAsync(Op.Announce, instance, Wire.Write, _closing.Token);
                _connection.SetResult(connection);
                logger.LogInformation("The hub of {DataDirectory} is back", options.DataDirectory);
            }
            catch (HubUnavailableException)
            {
                // It went again while it was told who is here; the loop finds it gone.
                _connection.TrySetResult(connection);
            }
            catch (OperationCanceledException)
            {
                await connection.DisposeAsync();
                return;
            }
            catch (HubStartException failure)
            {
                logger.LogCritical(failure, "The hub of {DataDirectory} can't be started again", options.DataDirectory);
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
            catch (Exception nobody) when (nobody is SocketException or HubUnavailableException)
            {
                if (time.GetElapsedTime(began) > LongestStart)
                    throw new HubStartException(
                        $"A hub of {options.DataDirectory} is there or being started (see {options.PidPath}), but nobody listens on {options.SocketPath}: stop that process.", nobody);
                await _starter.StartAsync(cancellation);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }
}
