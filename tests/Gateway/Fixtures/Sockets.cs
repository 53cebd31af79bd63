using System.Net.WebSockets;
using System.Text;

namespace Gateway.Tests.Fixtures;

/// <summary>A watcher's side of a WebSocket.</summary>
internal static class Sockets
{
    public static Task SayAsync(this ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, GatewayUnderTest.Cancellation);

    /// <summary>The next message; null once the server closes.</summary>
    public static async Task<string?> HearAsync(this ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[65_536];
        var length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        return read.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>Reads until the server closes, and answers the close frame as a client should.</summary>
    public static async Task<(int? Code, string? Reason)> ClosedAsync(this ClientWebSocket socket)
    {
        while (await socket.HearAsync() is not null)
        {
        }

        var closed = ((int?)socket.CloseStatus, socket.CloseStatusDescription);
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(socket.CloseStatus!.Value, null, GatewayUnderTest.Cancellation);
        return closed;
    }
}
