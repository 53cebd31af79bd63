using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Api.Tests.Fixtures;

/// <summary>A Prometheus that answers <c>/api/v1/alerts</c> as the test says, on a free port of this machine.</summary>
internal sealed class FakePrometheus : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakePrometheus(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>An answer of Prometheus 2.53 with an alert of each state.</summary>
    public static string Alerts => """
        {"status":"success","data":{"alerts":[
          {"labels":{"alertname":"AuctionsCloseLate","severity":"warning"},
           "annotations":{"summary":"One auction of ten closes late","meaning":"The room waits.","runbook_url":"docs/runbooks.md#auctionscloselate"},
           "state":"firing","activeAt":"2026-11-27T19:00:00.5Z","value":"6e+00"},
          {"labels":{"alertname":"ServiceDown","severity":"critical"},
           "annotations":{"summary":"worker is down","runbook_url":"https://runbooks.example.com/down"},
           "state":"firing","activeAt":"2026-11-27T18:00:00Z","value":"0e+00"},
          {"labels":{"alertname":"DiskFillsUp","severity":"warning"},"annotations":{},"state":"pending","activeAt":"2026-11-27T19:00:00Z","value":"1"}
        ]}}
        """;

    public static Task<FakePrometheus> AnsweringAsync(string body, int status = 200) => StartAsync(context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        return context.Response.WriteAsync(body, context.RequestAborted);
    });

    /// <summary>One that accepts connections and never answers.</summary>
    public static Task<FakePrometheus> SilentAsync() => StartAsync(HangAsync);

    /// <summary>One that begins an answer and never ends it.</summary>
    public static Task<FakePrometheus> StallingAsync() => StartAsync(async context =>
    {
        await context.Response.WriteAsync("""{"status":""", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await HangAsync(context);
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task HangAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has given up, which is what the test waits for.
        }
    }

    private static async Task<FakePrometheus> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/api/v1/alerts", answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FakePrometheus(app);
    }
}
