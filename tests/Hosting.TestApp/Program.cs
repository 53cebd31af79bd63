// What a host has to cope with, in one program: a service that tells its environment and can be made to fail, or, with
// `run` as its first argument, a sidecar that tells its flags.
using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.InteropServices;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var variables = Environment.GetEnvironmentVariables();

var ports = new[] { "GRPC_PORT", "HTTP_PORT" }.Select(Environment.GetEnvironmentVariable).OfType<string>().ToList();
if (args is ["run", ..])
    ports = [args[Array.IndexOf(args, "--dapr-http-port") + 1]];
if (ports.Count > 0)
    builder.WebHost.UseUrls([.. ports.Select(port => $"http://localhost:{port}")]);

var ignoreTerminate = Environment.GetEnvironmentVariable("TEST_IGNORES_SIGTERM") is null
    ? null
    : PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
if (Environment.GetEnvironmentVariable("TEST_EXITS_AT_ONCE") is { } code)
    return int.Parse(code);

var healthy = Environment.GetEnvironmentVariable("TEST_UNHEALTHY") is null && !File.Exists(Environment.GetEnvironmentVariable("TEST_UNHEALTHY_IF"));
var held = new TaskCompletionSource();
var app = builder.Build();
app.UseWebSockets();
app.MapGet("/health", () => healthy ? Results.Ok() : Results.StatusCode(503));
app.MapPost("/health", (bool well) => healthy = well);
app.MapGet("/v1.0/healthz", () => Results.NoContent());
app.MapGet("/env", () => variables);
app.MapGet("/args", () => args);
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/host", (HttpRequest request) => request.Host.Value);
app.MapPost("/echo", async (HttpRequest request) => Results.Text(await new StreamReader(request.Body).ReadToEndAsync()));
app.MapPost("/hold", async (HttpContext context) =>
{
    Console.WriteLine("holding");
    await held.Task;
    return Environment.ProcessId;
});
app.MapPost("/release", () => held.TrySetResult());
app.MapPost("/say", (string text) => Console.WriteLine(text));
app.MapPost("/crash", () => Process.GetCurrentProcess().Kill());
app.MapPost("/spawn", () => Process.Start("sleep", "600").Id);
app.Map("/ws", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[1024];
    while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } frame)
        await socket.SendAsync(buffer.AsMemory(0, frame.Count), frame.MessageType, frame.EndOfMessage, context.RequestAborted);
});
Console.WriteLine($"up as {Environment.ProcessId}");
await app.RunAsync();
Console.WriteLine("leaving by the door");
ignoreTerminate?.Dispose();
return 0;
