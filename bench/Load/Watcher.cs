using System.Net.WebSockets;
using System.Text.Json;

namespace Auctions.Load;

/// <summary>
/// A watcher of an auction or a session. It checks what the contract promises: each seq once, in order and without a gap,
/// over any number of connections. When a connection breaks, the next one goes to the other server, with <c>after</c>.
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
    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waits = [];
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

    /// <summary>The last seq that arrived; 0 before the first snapshot.</summary>
    public long Seq { get; private set; }

    /// <summary>The connections made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>The snapshots received; the first connection gets one.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Every broken promise in words.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>Connects, watches an auction, and returns with the first snapshot.</summary>
    /// <param name="servers">The live servers.</param>
    /// <param name="server">The index of the first server.</param>
    /// <param name="auction">The auction to watch.</param>
    /// <param name="token">The token of the user; null for an anonymous watcher.</param>
    /// <param name="onFrame">Gets every frame without its JSON; null keeps all frames for <see cref="Of"/>.</param>
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

    /// <summary>Waits for a frame of a type; only for a watcher that keeps its frames.</summary>
    /// <exception cref="TimeoutException">No such frame has arrived in time.</exception>
    public Task WaitForAsync(string type, TimeSpan within) => WaitAsync(() => _frames.Exists(frame => frame.Type == type), $"'{type}'", within);

    /// <summary>Waits until the watcher knows a seq.</summary>
    /// <exception cref="TimeoutException">The seq has not arrived in time.</exception>
    public Task WaitForSeqAsync(long seq, TimeSpan within) => WaitAsync(() => Seq >= seq, $"seq {seq}", within);

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
                // The server is away or stopping, so the watcher tries the next one.
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
            Receive(Frame.Parse(buffer.AsSpan(0, length), keep: _onFrame is null));
        }
    }

    private void Receive(Frame frame)
    {
        lock (_lock)
        {
            if (_onFrame is null)
                _frames.Add(frame);
            if (frame.Type == "snapshot")
            {
                Snapshots++;
                if (frame.Seq < Seq)
                    _broken.Add($"snapshot of {frame.Seq} after {Seq}");
                Seq = frame.Seq;
                _watching.TrySetResult();
            }
            else if (frame.IsEvent)
            {
                if (frame.Seq != Seq + 1)
                    _broken.Add($"{frame.Type} {frame.Seq} after {Seq}");
                Seq = frame.Seq;
            }

            _waits.RemoveAll(wait => wait.IsMet() && wait.Met.TrySetResult());
        }

        _onFrame?.Invoke(frame);
    }

    private async Task WaitAsync(Func<bool> isMet, string what, TimeSpan within)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (isMet())
                return;
            _waits.Add((isMet, met));
        }

        try
        {
            await met.Task.WaitAsync(within);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"A watcher waited {within} for {what} of {_id} and is at {Seq} after {Connections} connections.");
        }
    }
}
