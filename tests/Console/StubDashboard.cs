using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Console.Tests;

/// <summary>In the place of the dashboard: worker can be changed, in two steps; pusher's change fails; api is refused.</summary>
internal sealed class StubDashboard : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _looks;

    private StubDashboard(WebApplication app) => _app = app;

    /// <summary>What it was asked to change, and how.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Url => _app.Urls.First();

    public static async Task<StubDashboard> StartAsync(bool isAnother = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var dashboard = new StubDashboard(builder.Build());
        if (isAnother)
            dashboard._app.MapFallback(() => Results.Content("<html>", "text/html"));
        else
            dashboard.Map();
        await dashboard._app.StartAsync(TestContext.Current.CancellationToken);
        return dashboard;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static object Change(string state, string? problem, params string[] steps) => new
    {
        id = "1",
        kind = "rolling restart",
        state,
        problem,
        steps = steps.Select(text => new { at = DateTimeOffset.UnixEpoch, text }),
    };

    private void Map()
    {
        _app.MapGet("/api/services", () => new object[]
        {
            new { name = "worker", resources = (string[])["worker-1", "worker-2"], replicas = 2, ready = 1, change = Change("running", null) },
            new { name = "pusher", resources = (string[])["pusher-1"], replicas = 1, ready = 1, change = (object?)null },
            new { name = "api", resources = (string[])["api"], replicas = 2, ready = 2, change = (object?)null },
        });
        _app.MapPost("/api/services/{name}/{how}", async (string name, string how, HttpRequest request) =>
        {
            Asked.Enqueue($"{how} {name} {await new StreamReader(request.Body).ReadToEndAsync()}");
            return name == "api"
                ? Results.Problem(statusCode: 409, title: "Another change of api is under way.")
                : Results.Accepted($"/api/services/{name}/changes/1", Change("running", null, "one"));
        });
        _app.MapGet("/api/services/worker/changes/1", () => Interlocked.Increment(ref _looks) < 2
            ? Change("running", null, "one")
            : Change("done", null, "one", "two"));
        _app.MapGet("/api/services/pusher/changes/1", () => Change("failed", "pusher-1 is not healthy", "one"));
    }
}
