using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Auctions.Load;

/// <summary>
/// Somebody who watches an auction, or a session, and keeps in mind what the contract promises: each seq once, in order,
/// no gap, over however many connections. When one breaks, the next goes to the other server, with <c>after</c>.
/// </summary>
public sealed class Watcher : IAsyncDisposable
{
    private const int LargestFrame = 64 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<Uri> _servers;
    private readonly string _kind;
    private readonly string _id;
    private readonly string? _token;
    private readonly Action<Frame>? _onFrame;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waits = new();
    private readonly Dictionary<string, TaskCompletionSource> _typeWaits = [];
    private readonly List<string> _broken = [];
    private readonly List<Frame> _frames = [];
    private readonly Lock _lock = new();
    private int _server;
    private Task _running = Task.CompletedTask;

    private Watcher(IReadOnlyList<Uri> servers, int server, string kind, string id, string? token, Action<Frame>? onFrame)
    {
        _servers = servers;
        _server = server;
        _kind = kind;
        _id = id;
        _token = token;
        _onFrame = onFrame;
    }

    /// <summary>The last seq this watcher knows; 0 before the first snapshot.</summary>
    public long Seq { get; private set; }

    /// <summary>The connections made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Snapshots received; the first connection gets one.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Every breach of the promise, in words.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Connects, watches an auction, and returns with the first snapshot.</summary>
    /// <param name="servers">The live servers.</param>
    /// <param name="server">The index of the one to begin with.</param>
    /// <param name="auction">What to watch.</param>
    /// <param name="token">Who watches; null for nobody in particular.</param>
    /// <param name="onFrame">Gets every frame, without its JSON; null keeps them all for <see cref="Of"/>.</param>
    public static Task<Watcher> StartAsync(
        IReadOnlyList<Uri> servers, int server, string auction, string? token = null, Action<Frame>? onFrame = null) =>
        StartAsync(new Watcher(servers, server, "auction", auction, token, onFrame));

    /// <summary>Connects, watches a session, and returns with the first snapshot.</summary>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{Uri}, int, string, string?, Action{Frame}?)"/>
    public static Task<Watcher> StartWithSessionAsync(IReadOnlyList<Uri> servers, int server, string session) =>
        StartAsync(new Watcher(servers, server, "session", session, token: null, onFrame: null));

    /// <summary>The frames of one type so far, in order.</summary>
    public IReadOnlyList<Frame> Of(string type)
    {
        lock (_lock)
            return [.. _frames.Where(frame => frame.Type == type)];
    }

    /// <summary>Returns once a frame of a type has come; for a watcher that keeps its frames.</summary>
    public async Task WaitForAsync(string type, TimeSpan within)
    {
        Task wait;
        lock (_lock)
        {
            if (_frames.Exists(frame => frame.Type == type))
                return;
            if (!_typeWaits.TryGetValue(type, out var waiting))
                _typeWaits[type] = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            wait = waiting.Task;
        }

        try
        {
            await wait.WaitAsync(within);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"A watcher waited {within} for '{type}' of {_id} and is at {Seq} after {Connections} connections.");
        }
    }

    /// <summary>Returns once a seq is known.</summary>
    public async Task WaitForSeqAsync(long seq, TimeSpan within)
    {
        Task wait;
        lock (_lock)
        {
            if (Seq >= seq)
                return;
            wait = _waits.GetOrAdd(seq, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await wait.WaitAsync(within);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"A watcher waited {within} for seq {seq} of {_id} and is at {Seq} after {Connections} connections.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static async Task<Watcher> StartAsync(Watcher watcher)
    {
        watcher._running = watcher.RunAsync();
        await watcher._watching.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return watcher;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ConnectAndReadAsync();
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
            {
                // The server is away or going; the next one is asked.
            }

            _server = (_server + 1) % _servers.Count;
            if (!_stop.IsCancellationRequested)
                await Task.Delay(Pause);
        }
    }

    private async Task ConnectAndReadAsync()
    {
        using var socket = new ClientWebSocket();
        if (_token is not null)
            socket.Options.AddSubProtocol($"bearer.{_token}");
        await socket.ConnectAsync(_servers[_server], _stop.Token);
        Connections++;
        var watch = Seq == 0
            ? JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["type"] = "watch", [_kind] = _id })
            : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["type"] = "watch", [_kind] = _id, ["after"] = Seq });
        await socket.SendAsync(watch, WebSocketMessageType.Text, true, _stop.Token);

        var buffer = new byte[LargestFrame];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            Take(Frame.Parse(buffer.AsSpan(0, length), keep: _onFrame is null));
        }
    }

    private void Take(Frame frame)
    {
        lock (_lock)
        {
            if (_onFrame is null)
                _frames.Add(frame);
            if (_typeWaits.TryGetValue(frame.Type, out var wait))
                wait.TrySetResult();
            if (frame.Type == "snapshot")
            {
                Snapshots++;
                if (frame.Seq < Seq)
                    _broken.Add($"snapshot of {frame.Seq} after {Seq}");
                MoveTo(frame.Seq);
                _watching.TrySetResult();
            }
            else if (frame.Type is "raised" or "opened" or "closed" or "paused" or "resumed" or "cancelled" or "increment" or "voided"
                or "called" or "lot" or "session-closed")
            {
                if (frame.Seq != Seq + 1)
                    _broken.Add($"{frame.Type} {frame.Seq} after {Seq}");
                MoveTo(frame.Seq);
            }
        }

        _onFrame?.Invoke(frame);
    }

    private void MoveTo(long seq)
    {
        Seq = seq;
        foreach (var (wanted, wait) in _waits)
            if (wanted <= seq)
                wait.TrySetResult();
    }
}
