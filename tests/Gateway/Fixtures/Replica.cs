using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tests.Ports;

namespace Gateway.Tests.Fixtures;

/// <summary>A server behind the gateway that behaves as api and pusher do where the gateway notices.</summary>
internal sealed class Replica : IAsyncDisposable
{
    public const int MostBodyBytes = 16 * 1024;
    public const int MostSessionBytes = 256 * 1024;

    private WebApplication? _app;
    private TaskCompletionSource _goOn = Done();

    private Replica(string name) => Name = name;

    public string Name { get; }

    public int Port { get; } = FreePort.Find();

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Whether the replica answers probes with 503 while it still serves requests.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The interval of the pings on a WebSocket.</summary>
    public TimeSpan Pings { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The requests received, without probes: method and target as they were on the wire.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    public static async Task<Replica> StartAsync(string name = "a", TimeSpan? pings = null)
    {
        var replica = new Replica(name) { Pings = pings ?? TimeSpan.FromSeconds(15) };
        await replica.StartAsync();
        return replica;
    }

    public async Task StartAsync()
    {
        // Aspire sets ForwardedHeaders_Enabled for every project.
        var builder = WebApplication.CreateBuilder(["--ForwardedHeaders_Enabled=true", $"--urls={Address}"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostBodyBytes);
        _app = builder.Build();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Pings });
        _app.Run(ServeAsync);
        await _app.StartAsync();
    }

    /// <summary>Like a SIGSTOP: the server accepts connections and answers nothing.</summary>
    public void Stall() => _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _goOn.TrySetResult();

    /// <summary>Like a SIGKILL: connections are reset, and new ones are refused.</summary>
    public async Task KillAsync()
    {
        GoOn();
        await _app!.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await KillAsync();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task ServeAsync(HttpContext context)
    {
        await _goOn.Task.WaitAsync(context.RequestAborted);
        if (context.Request.Path == "/health")
        {
            context.Response.StatusCode = IsDraining ? 503 : 200;
            return;
        }

        Received.Enqueue($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}");
        if (context.WebSockets.IsWebSocketRequest)
            await TalkAsync(await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault()));
        else if (context.Request.Path == "/caller")
            await context.Response.WriteAsync(
                $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host} "
                + $"[{context.Request.Headers["X-Forwarded-Host"]}]");
        else if (context.Request.Path == "/hang-up")
            context.Abort();
        else
            await EchoAsync(context);
    }

    private async Task EchoAsync(HttpContext context)
    {
        // As in Api, a session may be larger.
        if (context.Request.Path == "/sessions")
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MostSessionBytes;
        try
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            await context.Response.WriteAsync($"{Name} {text}");
        }
        catch (BadHttpRequestException bad)
        {
            await Results.Problem(statusCode: bad.StatusCode, type: "body-too-large", title: "Api says so.").ExecuteAsync(context);
        }
    }

    /// <summary>Sends its name; then closes on <c>close 1013 reason</c>, and echoes every other message.</summary>
    private async Task TalkAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        await SendAsync(socket, Name);
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            var said = Encoding.UTF8.GetString(buffer, 0, read.Count);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                Received.Enqueue($"close {(int?)socket.CloseStatus}");
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            if (!read.EndOfMessage)
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "too big", CancellationToken.None);
            else if (said.Split(' ') is ["close", var code, var reason])
                await socket.CloseOutputAsync(
                    (WebSocketCloseStatus)int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), reason, CancellationToken.None);
            else if (socket.State == WebSocketState.Open)
                await SendAsync(socket, said);
        }
    }

    private static ValueTask SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
