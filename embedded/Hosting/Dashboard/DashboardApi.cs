using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aspire.Hosting.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Hosting.Dashboard;

// The dashboard's page and the API behind it.
internal static class DashboardApi
{
    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void Map(IEndpointRouteBuilder routes, RunSet runs)
    {
        routes.MapGet("/", () => Page("index.html"));
        routes.MapGet("/{file}", (string file) => Page(file));

        var api = routes.MapGroup("/api/resources");
        api.MapGet("", () => runs.All.Select(ResourceView.Of));
        api.MapGet("/{name}", (string name) => For(name, runs, run => Results.Json(ResourceView.Of(run), JsonSerializerOptions.Web)));
        api.MapPost("/{name}/start", (string name) => ForAsync(name, runs, run => run.StartAsync()));
        api.MapPost("/{name}/stop", (string name) => ForAsync(name, runs, run => run.StopAsync(CancellationToken.None)));
        api.MapPost("/{name}/restart", (string name) => ForAsync(name, runs, run => run.RestartAsync()));
        api.MapPost("/{name}/scale", (string name, ScaleRequest wanted) => ScaleAsync(name, wanted, runs));
        api.MapGet("/{name}/logs", (string name, HttpRequest request) => For(name, runs, run => Logs(run, request)));
    }

    private static IResult Page(string file)
    {
        var content = typeof(DashboardApi).Assembly.GetManifestResourceStream($"dashboard/{file}");
        return content is null || !ContentTypes.TryGetValue(Path.GetExtension(file), out var type)
            ? Results.Problem(statusCode: 404, title: $"There is no page {file}.")
            : Results.Stream(content, type);
    }

    private static IResult For(string name, RunSet runs, Func<ResourceRun, IResult> answer) =>
        runs.Find(name) is { } run ? answer(run) : Unknown(name, runs);

    private static async Task<IResult> ForAsync(string name, RunSet runs, Func<ResourceRun, Task> act)
    {
        if (runs.Find(name) is not { } run)
            return Unknown(name, runs);
        await act(run);
        return Results.Json(ResourceView.Of(run), JsonSerializerOptions.Web);
    }

    private static Task<IResult> ScaleAsync(string name, ScaleRequest wanted, RunSet runs)
    {
        if (wanted.Replicas is not (>= 1 and <= ResourceRun.MostReplicas))
            return Task.FromResult(Results.Problem(statusCode: 400, title: $"replicas: 1 to {ResourceRun.MostReplicas}."));
        if (runs.Find(name) is { IsScalable: false } run)
            return Task.FromResult(Results.Problem(
                statusCode: 409,
                title: $"{run.Name} is one process that listens on its port itself; give it WithReplicas(2) in AppHost.cs to scale it."));
        return ForAsync(name, runs, known => known.ScaleAsync(wanted.Replicas.Value));
    }

    // A browser that reconnects says after which line.
    private static ServerSentEventsResult<LogLine> Logs(ResourceRun run, HttpRequest request)
    {
        _ = long.TryParse(request.Headers["Last-Event-ID"], out var after);
        return TypedResults.ServerSentEvents(Events(run, after, request.HttpContext.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<LogLine>> Events(ResourceRun run, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in run.Logs.ReadAsync(after, cancellation))
            yield return new SseItem<LogLine>(line) { EventId = line.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static IResult Unknown(string name, RunSet runs) =>
        Results.Problem(statusCode: 404, title: $"There is no resource {name}; there are {string.Join(", ", runs.All.Select(run => run.Name))}.");
}
