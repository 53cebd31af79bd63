using System.Net.WebSockets;
using System.Text;

namespace Pusher.Tests.Fixtures;

/// <summary>A real WebSocket to a pusher.</summary>
internal sealed class LiveClient(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[65_536];

    public ClientWebSocket Socket => socket;

    public Task SendAsync(string frame) => SendAsync(Encoding.UTF8.GetBytes(frame));

    public Task SendAsync(byte[] frame, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(frame, type, endOfMessage: true, CancellationToken.None);

    public Task WatchAsync(string auction = "a1") => SendAsync($$"""{"type":"watch","auction":"{{auction}}"}""");

    /// <summary>The next frame as a word, presence passed over; null once the server closes.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                read = await socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
                length += read.Count;
            }
            while (!read.EndOfMessage);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            var word = Client.Word(Encoding.UTF8.GetString(_buffer, 0, length));
            if (!word.StartsWith("presence", StringComparison.Ordinal))
                return word;
        }
    }

    /// <summary>Reads to the end, and answers the close as a client should.</summary>
    public async Task<int?> CloseCodeAsync()
    {
        while (await NextAsync() is not null)
        {
        }

        var code = (int?)socket.CloseStatus;
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return code;
    }

    public void Dispose() => socket.Dispose();
}
