using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;
using Microsoft.AspNetCore.Authentication;

namespace Auctions.Pusher.Live;

/// <summary><c>/live</c>: accepts a WebSocket and serves it until it ends.</summary>
internal sealed class LiveEndpoint(
    Connections connections, LiveStreams streams, StreamVouch vouch, PusherOptions options, TimeProvider time, PusherMetrics metrics,
    IHostApplicationLifetime lifetime)
{
    // A timer can't run much longer. A token that is valid for longer outlives the process anyway.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(45);

    // After the framework has sent a close frame, the request goes on for this long. The end of the request would drop the
    // connection before the frame reaches the client.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    public static void Map(WebApplication app)
    {
        var live = ActivatorUtilities.CreateInstance<LiveEndpoint>(app.Services);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = live.KeepAlive, KeepAliveTimeout = live.KeepAlive });
        app.Map("/live", live.ServeAsync);
    }

    private TimeSpan KeepAlive => options.KeepAlive;

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested || connections.IsRefusing || !vouch.IsGood)
        {
            metrics.Refused(vouch.IsGood ? "stopping" : "stream");
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        // A browser can't read the status of a refused handshake, so a client with a bad token gets a socket and a close code.
        var token = await context.AuthenticateAsync();
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(WatcherTokens.Subprotocol(context));
        var socket = new LiveSocket(webSocket);
        var connection = new Connection(socket, token.Principal?.Identity?.Name, options, time, metrics);
        if (token.Failure is not null)
        {
            metrics.Refused("token");
            connection.Close(CloseCodes.Policy, "The token is not valid.");
        }
        else if (!connections.TryAdd(connection))
        {
            metrics.Refused("stopping");
            connection.Close(CloseCodes.ServiceRestart, "This server is going away.");
        }

        metrics.SocketOpened();
        try
        {
            using var expiry = ExpiryOf(token, connection);
            await RunAsync(socket, connection);
            if (socket.WasBroken)
                await Task.Delay(Linger, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            connections.Remove(connection);
            metrics.SocketClosed();
        }
    }

    private async Task RunAsync(LiveSocket socket, Connection connection)
    {
        var conversation = new Conversation(connection, streams, vouch, options, time);
        try
        {
            var reading = socket.ReadAsync(connection, conversation);
            await connection.WriteAsync();
            await reading.WaitAsync(options.CloseGrace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!reading.IsCompleted)
                connection.Gone(); // The peer doesn't answer the close frame.
            await reading;
        }
        finally
        {
            conversation.Leave();
        }
    }

    private ITimer? ExpiryOf(AuthenticateResult token, Connection connection)
    {
        if (token.Properties?.ExpiresUtc is not { } expires)
            return null;
        var left = expires - time.GetUtcNow();
        return time.CreateTimer(
            _ => connection.Close(CloseCodes.Policy, "The token has expired."), null,
            left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestTimer ? LongestTimer : left, Timeout.InfiniteTimeSpan);
    }
}
