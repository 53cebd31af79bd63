using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Fixtures;

/// <summary>
/// A server written byte by byte, for what no web server does on purpose: to receive a whole request and then die. It
/// answers probes as a healthy server does.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ScriptedServer(Func<Socket, ScriptedServer, Task> onRequest)
    {
        _listener.Start();
        _ = AcceptAsync(onRequest);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The first lines of the requests received, without probes.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    public static async Task AnswerAsync(Socket connection, string body) =>
        await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    /// <summary>Stops accepting connections.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(Func<Socket, ScriptedServer, Task> onRequest)
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(), onRequest);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket connection, Func<Socket, ScriptedServer, Task> onRequest)
    {
        using var own = connection;
        var buffer = new byte[65_536];
        while (await connection.ReceiveAsync(buffer) is > 0 and var read)
        {
            var request = Encoding.ASCII.GetString(buffer, 0, read);
            if (request.StartsWith("GET /health", StringComparison.Ordinal))
            {
                await AnswerAsync(connection, "");
                continue;
            }

            Received.Enqueue(request[..request.IndexOf(" HTTP", StringComparison.Ordinal)]);
            await onRequest(connection, this);
            if (!connection.Connected)
                return;
        }
    }
}
