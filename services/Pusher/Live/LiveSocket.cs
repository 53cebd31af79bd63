using System.Net.WebSockets;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Live;

/// <summary>A WebSocket of ASP.NET Core: sends for a <see cref="Connection"/>, and reads for a <see cref="Conversation"/>.</summary>
internal sealed class LiveSocket(WebSocket socket) : ISocket
{
    // One byte more than allowed is enough to see that a frame is too big.
    private readonly byte[] _buffer = new byte[ClientFrame.MaxBytes + 1];
    private int _filled;

    /// <summary>Whether reading ended with a frame that broke the protocol, which the framework has answered with a close frame.</summary>
    public bool WasBroken { get; private set; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> text) =>
        socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task CloseAsync(int code, string reason) =>
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None)
            : Task.CompletedTask;

    public void Abort() => socket.Abort();

    /// <summary>Reads until the peer's close frame, or until the peer is gone. Doesn't throw.</summary>
    public async Task ReadAsync(Connection connection, Conversation conversation)
    {
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    connection.Close(CloseCodes.Normal, "");
                    return;
                }

                Handle(read, connection, conversation);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // No abort here: after text that isn't UTF-8 or a broken frame, the framework has just sent a close frame of its
            // own (1007, 1002), and an abort would overtake that frame.
            WasBroken = gone is WebSocketException { WebSocketErrorCode: not WebSocketError.ConnectionClosedPrematurely };
        }
        finally
        {
            // Nothing is read any more, so the writer may end; this changes nothing if the connection is closing already.
            connection.Close(CloseCodes.Gone, "");
        }
    }

    private void Handle(ValueWebSocketReceiveResult read, Connection connection, Conversation conversation)
    {
        _filled += read.Count;
        if (read.MessageType == WebSocketMessageType.Binary)
            connection.Close(CloseCodes.Malformed, "Frames are text.");
        else if (_filled > ClientFrame.MaxBytes)
            connection.Close(CloseCodes.TooBig, $"A frame has at most {ClientFrame.MaxBytes} bytes.");
        else if (read.EndOfMessage)
            conversation.Receive(_buffer.AsSpan(0, _filled));

        // While the connection closes, reading goes on only to find the peer's close frame.
        if (read.EndOfMessage || connection.IsClosing)
            _filled = 0;
    }
}
