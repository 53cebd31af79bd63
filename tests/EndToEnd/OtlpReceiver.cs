using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests;

/// <summary>
/// A minimal collector: it receives traces and metrics over OTLP's HTTP/protobuf. It keeps the service, the trace, the parent and the
/// texts of every span, and each metric that it has seen. No package here has the OTLP messages, so the receiver reads them itself.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentBag<Span> Spans { get; } = [];

    /// <summary>The bodies of all requests, with traces, metrics and logs, while this isn't null. Their texts are readable.</summary>
    public ConcurrentQueue<string>? Texts { get; set; }

    public ConcurrentDictionary<OtlpMetric, int> Metrics { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            receiver.ReadRequest(await receiver.BodyAsync(request));
            return Results.Bytes([], "application/x-protobuf");
        });
        app.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            foreach (var metric in OtlpMetric.Read(await receiver.BodyAsync(request)))
                receiver.Metrics.TryAdd(metric, 0);
            return Results.Bytes([], "application/x-protobuf");
        });
        app.MapFallback(async (HttpRequest request) =>
        {
            await receiver.BodyAsync(request);
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Waits for a span, which arrives some time after it has ended.</summary>
    /// <exception cref="OperationCanceledException">The span did not arrive in 30 s.</exception>
    public async Task WaitForAsync(Func<Span, bool> isWanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!Spans.Any(isWanted))
            await Task.Delay(200, deadline.Token);
    }

    private async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        Texts?.Enqueue(System.Text.Encoding.UTF8.GetString(bytes));
        return bytes;
    }

    private void ReadRequest(byte[] request)
    {
        foreach (var resourceSpans in Fields(request, 1))
        {
            var service = Fields(resourceSpans, 1).SelectMany(resource => Fields(resource, 1))
                .Where(attribute => Text(attribute, 1) == "service.name")
                .Select(attribute => Text(Fields(attribute, 2).First(), 1))
                .FirstOrDefault() ?? "";
            foreach (var span in Fields(resourceSpans, 2).SelectMany(scope => Fields(scope, 2)))
                Spans.Add(new(service, Id(span, 1), Id(span, 2), Id(span, 4), Text(span, 5) ?? "", Fields(span, 9)
                    .Select(attribute => (Key: Text(attribute, 1)!, Value: Fields(attribute, 2).Select(value => Text(value, 1)).FirstOrDefault()))
                    .Where(attribute => attribute.Value is not null)
                    .ToDictionary(attribute => attribute.Key, attribute => attribute.Value!)));
        }
    }

    // The id in hexadecimal, as in a traceparent; empty if there is none.
    private static string Id(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault() ?? []);

    internal static string? Text(byte[] message, int field) =>
        Fields(message, field).Select(System.Text.Encoding.UTF8.GetString).FirstOrDefault();

    internal static IEnumerable<byte[]> Fields(byte[] message, int field)
    {
        var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                yield return input.ReadBytes().ToByteArray();
            else
                input.SkipLastField();
    }

    internal sealed record Span(string Service, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes)
    {
        public override string ToString() => $"{Service} {Name} {Id} under {Parent}";
    }
}
