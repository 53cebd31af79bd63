using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Sidecar.Contract.Tests;

/// <summary>Receives spans as OTLP over HTTP, and searches them for ids and texts.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<byte[]> _exports = new();
    private readonly SemaphoreSlim _came = new(0);

    private Collector(WebApplication server) => _server = server;

    public string Endpoint => _server.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector._server.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            collector._exports.Enqueue(body.ToArray());
            collector._came.Release();
            return Results.Ok();
        });
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>Completes when a service has exported the span of an id.</summary>
    public async Task ExportedAsync(string service, string spanId, CancellationToken cancellation)
    {
        // Span.span_id is field 2 of the message, eight bytes long.
        byte[] span = [0x12, 8, .. Convert.FromHexString(spanId)];
        while (!_exports.Any(export => Has(export, Encoding.UTF8.GetBytes(service)) && Has(export, span)))
            await _came.WaitAsync(cancellation);
    }

    /// <summary>Whether any export so far contains a text.</summary>
    public bool Has(string text) => _exports.Any(export => Has(export, Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _came.Dispose();
    }

    private static bool Has(byte[] export, byte[] part) => export.AsSpan().IndexOf(part) >= 0;
}
