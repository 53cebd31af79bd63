using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tests.Errors;

/// <summary>
/// The ingest endpoint of a Sentry, as far as the SDK uses it: <c>POST /api/{project}/envelope/</c>, where an envelope is a line of
/// headers, and for each item a line of headers and the item.
/// </summary>
internal sealed class FakeSentry : IAsyncDisposable
{
    private readonly Channel<SentEvent> _events = Channel.CreateUnbounded<SentEvent>();
    private readonly Channel<HttpContext> _requests = Channel.CreateUnbounded<HttpContext>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly WebApplication _app;
    private readonly SentryAnswer _answer;

    private FakeSentry(SentryAnswer answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/api/{project}/envelope/", TakeAsync);
    }

    /// <summary>What a process has as <c>SENTRY_DSN</c>.</summary>
    public string Dsn
    {
        get
        {
            var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            return $"http://0123456789abcdef@{address.Authority}/42";
        }
    }

    public static async Task<FakeSentry> StartAsync(SentryAnswer answer = SentryAnswer.Accepts)
    {
        var sentry = new FakeSentry(answer);
        await sentry._app.StartAsync(TestContext.Current.CancellationToken);
        return sentry;
    }

    /// <summary>The next event that has come; waits until there is one.</summary>
    public async Task<SentEvent> NextAsync() => await _events.Reader.ReadAsync(Soon());

    /// <summary>Waits until a request has come.</summary>
    public async Task AskedAsync() => await _requests.Reader.ReadAsync(Soon());

    /// <summary>All further events that have come.</summary>
    public IReadOnlyList<SentEvent> Rest()
    {
        List<SentEvent> rest = [];
        while (_events.Reader.TryRead(out var sent))
            rest.Add(sent);
        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _app.DisposeAsync();
        _stopped.Dispose();
    }

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    private async Task TakeAsync(HttpContext context)
    {
        var envelope = await ReadAsync(context.Request);
        _requests.Writer.TryWrite(context);
        if (_answer == SentryAnswer.IsSilent)
            await Task.Delay(Timeout.Infinite, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_answer == SentryAnswer.Refuses)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "60";
            return;
        }

        foreach (var sent in EventsOf(envelope))
            _events.Writer.TryWrite(sent);
        await context.Response.WriteAsync("""{"id":"0"}""");
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static IEnumerable<SentEvent> EventsOf(string envelope)
    {
        var lines = envelope.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 1; at + 1 < lines.Length; at += 2)
            yield return new(Parse(lines[at]).GetProperty("type").GetString()!, envelope, Parse(lines[at + 1]));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

/// <summary>How a Sentry answers.</summary>
internal enum SentryAnswer
{
    Accepts,
    Refuses,
    IsSilent,
}

/// <summary>An item of an envelope.</summary>
/// <param name="Type">The type of the item: <c>event</c> for an error.</param>
/// <param name="Envelope">The whole envelope, as text.</param>
/// <param name="Content">The item.</param>
internal sealed record SentEvent(string Type, string Envelope, JsonElement Content)
{
    public IReadOnlyList<string> Fingerprint => [.. Content.GetProperty("fingerprint").EnumerateArray().Select(part => part.GetString()!)];

    public JsonElement Command => Content.GetProperty("extra").GetProperty("command");

    public JsonElement Exception => Content.GetProperty("exception").GetProperty("values").EnumerateArray().Last();

    public string? Tag(string name) =>
        Content.GetProperty("tags").TryGetProperty(name, out var value) ? value.GetString() : null;
}
