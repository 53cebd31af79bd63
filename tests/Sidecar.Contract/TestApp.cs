using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sidecar.Contract.Tests;

/// <summary>
/// An app beside a sidecar. Over HTTP it subscribes to <c>orders</c> and <c>dead</c> of pubsub and <c>ev</c> of events,
/// answers a message as its data say, and records what it gets; over gRPC it is the Echo service.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, bool> Held = new();

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<Received> _messages = [];
    private readonly List<Received> _all = [];
    private readonly List<(Func<Received, bool> Wanted, TaskCompletionSource<Received> Waiter)> _waiters = [];
    private readonly ConcurrentDictionary<string, int> _tries = new();

    private TestApp(WebApplication app) => _app = app;

    /// <summary>The events that an app with gRPC got.</summary>
    public Channel<TopicEventRequest> Events => _app.Services.GetRequiredService<Channel<TopicEventRequest>>();

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<TestApp> StartAsync(string name, bool grpc = false, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Channel.CreateUnbounded<TopicEventRequest>());
        // Disposing cuts off the requests under way, as a crash does.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var test = new TestApp(app);
        if (grpc)
        {
            app.MapGrpcService<EchoService>();
            app.MapGrpcService<CallbackService>();
        }
        else
            test.Map(name);
        await app.StartAsync();
        return test;
    }

    /// <summary>Waits for a message that matches; each message is returned once, and a cancelled wait takes none.</summary>
    public async Task<Received> NextAsync(Func<Received, bool> wanted, CancellationToken cancellation = default)
    {
        TaskCompletionSource<Received> waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_messages.Find(message => wanted(message)) is { } there)
            {
                _messages.Remove(there);
                return there;
            }

            _waiters.Add((wanted, waiter));
        }

        await using var cancelled = cancellation.Register(() =>
        {
            lock (_lock)
                _waiters.RemoveAll(waiting => waiting.Waiter == waiter);
            waiter.TrySetCanceled(cancellation);
        });
        return await waiter.Task.WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>How many matching messages have come so far, including those that were returned.</summary>
    public int Count(Func<Received, bool> wanted)
    {
        lock (_lock)
            return _all.Count(wanted);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(string name)
    {
        _app.MapGet("/dapr/subscribe", () => new object[]
        {
            new { pubsubname = "pubsub", topic = "orders", route = "/orders", deadLetterTopic = "dead" },
            new { pubsubname = "pubsub", topic = "dead", route = "/dead" },
            new { pubsubname = "pubsub", topic = "raw", route = "/raw" },
            new { pubsubName = "events", topic = "ev", route = "/ev" }, // As Dapr.AspNetCore writes it.
        });
        foreach (var route in (string[])["/orders", "/dead", "/raw", "/ev"])
            _app.MapPost(route, async (HttpContext context) =>
            {
                var received = await ReadAsync(name, context);
                Keep(received);
                // The first app that gets the message never answers.
                if (route == "/orders" && received.Answer == "hold-once" && Held.TryAdd(Id(received), true))
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return route == "/orders" ? Answer(received) : Results.Json(new { status = "SUCCESS" });
            });
        _app.Map("/status/{code:int}", (int code) => Results.Json(new { code }, statusCode: code));
        _app.Map("/{**path}", async (HttpContext context, string? path) => Results.Json(await ReadAsync(name, context)));
    }

    private void Keep(Received received)
    {
        lock (_lock)
        {
            _all.Add(received);
            var at = _waiters.FindIndex(waiting => waiting.Wanted(received));
            if (at < 0)
            {
                _messages.Add(received);
                return;
            }

            _waiters[at].Waiter.TrySetResult(received);
            _waiters.RemoveAt(at);
        }
    }

    private IResult Answer(Received received) => received.Answer switch
    {
        "drop" => Results.Json(new { status = "DROP" }),
        "404" => Results.NotFound(),
        "empty" => Results.Ok(),
        "500-twice" when Tries(received) <= 2 => Results.StatusCode(500),
        "retry-once" when Tries(received) <= 1 => Results.Json(new { status = "RETRY" }),
        "weird-once" when Tries(received) <= 1 => Results.Json(new { status = "WEIRD" }),
        "number-once" when Tries(received) <= 1 => Results.Json(new { status = 7 }),
        "always-500" => Results.StatusCode(500),
        _ => Results.Json(new { status = "SUCCESS" }),
    };

    private int Tries(Received received) => _tries.AddOrUpdate(Id(received), 1, (_, tried) => tried + 1);

    private static string Id(Received received) => received.Json.GetProperty("id").GetString()!;

    private static async Task<Received> ReadAsync(string name, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new Received(
            name, $"{context.Request.Path}{context.Request.QueryString}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
    }
}
