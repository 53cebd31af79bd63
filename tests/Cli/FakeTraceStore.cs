using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cli.Tests;

/// <summary>
/// Jaeger, Tempo or Aspire's dashboard, as far as their query APIs are used: the same paths, parameters, forms of ids and of times,
/// and refusals as the real ones have.
/// </summary>
internal sealed class FakeTraceStore : IAsyncDisposable
{
    public const string LoginToken = "let-me-in";
    private const string ApiKey = "the-key";

    private readonly WebApplication _app;
    private readonly IReadOnlyList<FakeSpan> _spans;

    private FakeTraceStore(WebApplication app, IReadOnlyList<FakeSpan> spans) => (_app, _spans) = (app, spans);

    public ConcurrentQueue<string> Asked { get; } = new();

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What a user gives as --traces.</summary>
    public string Given { get; private set; } = "";

    public static async Task<FakeTraceStore> StartAsync(string kind, IReadOnlyList<FakeSpan>? spans = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = new FakeTraceStore(builder.Build(), spans ?? Lamp.Spans);
        store._app.Use((context, next) =>
        {
            store.Asked.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
            return next(context);
        });
        switch (kind)
        {
            case "jaeger":
                store.MapJaeger();
                break;
            case "tempo":
                store.MapTempo();
                break;
            case "dashboard":
                store.MapDashboard();
                break;
            case "locked":
                store._app.MapFallback(() => Results.StatusCode(401));
                break;
            default:
                store._app.MapFallback(() => Results.Text("<html>another program</html>", "text/html"));
                break;
        }

        await store._app.StartAsync(TestContext.Current.CancellationToken);
        store.Given = kind == "dashboard" ? $"{store.Url}/login?t={LoginToken}" : store.Url;
        return store;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void MapJaeger()
    {
        _app.MapGet("/api/services", () => new { data = _spans.Select(span => span.Service).Append("jaeger").Distinct(), total = 7 });
        _app.MapGet("/api/traces", (string? service, string tags, long start, long end, int limit) =>
        {
            if (service is null)
                return Results.BadRequest(new { errors = new[] { new { code = 400, msg = "parameter 'service' is required" } } });
            var wanted = JsonSerializer.Deserialize<Dictionary<string, string>>(tags)!.Single();
            return Results.Ok(new
            {
                data = _spans.GroupBy(span => span.Trace).Where(trace => trace.Any(span => span.Service == service
                        && span.Attributes.Contains((wanted.Key, wanted.Value)) && Micro(span.StartsAt) >= start && Micro(span.StartsAt) <= end))
                    .Take(limit).Select(AsJaeger),
            });
        });
    }

    private void MapTempo()
    {
        _app.MapGet("/api/echo", () => Results.Text("echo"));
        _app.MapGet("/api/search", (string q, int limit, long start, long end) => end - start > TimeSpan.FromDays(7).TotalSeconds + 1
            ? Results.BadRequest("range specified by start and end exceeds 168h0m0s")
            : Results.Ok(new
            {
                traces = Matching(q, start, end, limit).Select(trace => new { traceID = $"{trace:x32}", rootTraceName = "POST", durationMs = 60 }),
                metrics = new { inspectedTraces = 3 },
            }));
        _app.MapGet("/api/traces/{id}", (string id) => Results.Ok(new
        {
            batches = _spans.Where(span => id == $"{span.Trace:x32}").GroupBy(span => span.Service).Select(service => new
            {
                resource = Resource(service.Key),
                scopeSpans = new[] { new { scope = new { name = "Auctions" }, spans = service.Select(span => AsOtlp(span, Base64)) } },
            }),
        }));
    }

    private void MapDashboard()
    {
        _app.MapPost("/api/telemetry/validateToken", (JsonElement body) => body.GetProperty("token").GetString() == LoginToken
            ? Results.Ok(new { apiKey = ApiKey }) : Results.Unauthorized());
        _app.MapGet("/api/telemetry/resources", (HttpContext context) =>
            IsAllowed(context) ? Results.Ok(Array.Empty<object>()) : Results.Unauthorized());
        _app.MapGet("/api/telemetry/traces", (HttpContext context, string search, int limit) => !IsAllowed(context) ? Results.Unauthorized()
            : Results.Ok(new
            {
                data = new
                {
                    resourceSpans = Containing(search).GroupBy(span => span.Service).Select(service => new
                    {
                        resource = Resource(service.Key),
                        scopeSpans = new[] { new { scope = new { name = "Auctions" }, spans = service.Select(span => AsOtlp(span, Hex)) } },
                    }),
                },
                totalCount = 2,
                returnedCount = 2,
            }));
        _app.MapFallback(() => Results.Text("<html>the page</html>", "text/html"));
    }

    private static bool IsAllowed(HttpContext context) => context.Request.Headers["x-api-key"] == ApiKey;

    private static object Resource(string service) => new
    {
        attributes = new[]
        {
            new { key = "service.name", value = new { stringValue = service } },
            new { key = "service.instance.id", value = new { stringValue = "9d3c" } },
        },
    };

    private static object AsOtlp(FakeSpan span, Func<int, int, string> id) => new
    {
        traceId = id(span.Trace, 16),
        spanId = id((span.Trace * 100) + span.Id, 8),
        parentSpanId = span.Parent == 0 ? null : id((span.Trace * 100) + span.Parent, 8),
        name = span.Name,
        kind = "SPAN_KIND_INTERNAL",
        startTimeUnixNano = $"{Micro(span.StartsAt) * 1000}",
        endTimeUnixNano = $"{Micro(span.EndsAt) * 1000}",
        attributes = span.Attributes.Select(attribute => new
        {
            key = attribute.Key,
            value = attribute.Key is "sockets" or "http.response.status_code"
                ? (object)new { intValue = attribute.Value } : new { stringValue = attribute.Value },
        }),
        status = span.Failed ? (object)(id == Base64 ? new { code = "STATUS_CODE_ERROR" } : new { code = 2 }) : new { },
    };

    private static object AsJaeger(IGrouping<int, FakeSpan> trace) => new
    {
        traceID = Hex(trace.Key, 16),
        spans = trace.Select(span => new
        {
            traceID = Hex(trace.Key, 16),
            spanID = Hex((trace.Key * 100) + span.Id, 8),
            operationName = span.Name,
            references = span.Parent == 0 ? []
                : new[] { new { refType = "CHILD_OF", traceID = Hex(trace.Key, 16), spanID = Hex((trace.Key * 100) + span.Parent, 8) } },
            startTime = Micro(span.StartsAt),
            duration = span.Takes * 1000,
            tags = span.Attributes.Select(attribute => new { key = attribute.Key, type = "string", value = (object)attribute.Value })
                .Concat(span.Failed ? [new { key = "error", type = "bool", value = (object)true }] : []),
            processID = $"p-{span.Service}",
        }),
        processes = trace.Select(span => span.Service).Distinct().ToDictionary(
            service => $"p-{service}", service => new { serviceName = service, tags = Array.Empty<object>() }),
    };

    private static string Hex(int number, int bytes) => number.ToString("x", null).PadLeft(2 * bytes, '0');

    private static string Base64(int number, int bytes)
    {
        var id = new byte[bytes];
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(bytes - 4), number);
        return Convert.ToBase64String(id);
    }

    private static long Micro(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private IEnumerable<int> Matching(string traceQl, long start, long end, int limit) => _spans
        .Where(span => span.StartsAt.ToUnixTimeSeconds() >= start && span.StartsAt.ToUnixTimeSeconds() <= end
            && span.Attributes.Any(attribute => traceQl == $$"""{ span.{{attribute.Key}} = "{{attribute.Value}}" }"""))
        .Select(span => span.Trace).Distinct().Take(limit);

    private IEnumerable<FakeSpan> Containing(string search)
    {
        var found = _spans
            .Where(span => span.Attributes.Any(attribute => search.StartsWith($"@{attribute.Key}:\"", StringComparison.Ordinal)
                && attribute.Value.Contains(search.Split('"')[1], StringComparison.Ordinal)))
            .Select(span => span.Trace).ToHashSet();
        return _spans.Where(span => found.Contains(span.Trace));
    }
}
