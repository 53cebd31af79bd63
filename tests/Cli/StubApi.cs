using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cli.Tests;

/// <summary>Replaces the API. It has two dead letters, and refuses to replay one of them.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubApi(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Asked { get; } = new();

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<StubApi> StartAsync(bool isDevelopment = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new StubApi(builder.Build());
        api._app.Use((context, next) =>
        {
            api.Asked.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}".TrimEnd());
            return next(context);
        });
        if (isDevelopment)
            api._app.MapPost("/dev/tokens", () => Results.Ok(new { accessToken = "dev" }));
        api._app.MapGet("/dead-letters", (HttpContext context) => context.Request.Headers.Authorization == "Bearer bad"
            ? Results.Problem(statusCode: 403, title: "The token does not have the role that this request needs.")
            : Results.Ok(new { items = new object[] { Letter("a1.r1", "AuctionRaise"), Letter("m2", null) } }));
        api._app.MapPost("/dead-letters/{id}/replay", (string id) => id == "a1.r1"
            ? Results.Accepted("/commands/a1.r1", new { command = id })
            : Results.Problem(statusCode: 409, title: "Refused.", detail: "amount is missing"));
        api._app.MapGet("/commands/{id}", (string id) => id == "a1.r1" ? Results.Ok(new { command = id, status = "raised" }) : Results.NotFound());
        api._app.MapGet("/auctions/{id}/audit", (string id) => id switch
        {
            "good" => Results.Text("{\"line\":1,\"kind\":\"create\"}\n{\"verified\":true,\"decisions\":1,\"seq\":1,\"mismatches\":0}\n"),
            "bad" => Results.Text(
                "{\"line\":1,\"kind\":\"raise\",\"mismatch\":\"the rules decide raised, the trail says too-low\"}\n"
                + "{\"verified\":false,\"decisions\":1,\"seq\":1,\"mismatches\":1}\n"),
            "cut" => Results.Text("{\"line\":1,\"kind\":\"create\"}\n"),
            _ => Results.Problem(statusCode: 404, title: "There is no such auction."),
        });
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static object Letter(string id, string? type) =>
        new { id, at = DateTimeOffset.UnixEpoch, type, step = type is null ? null : "CheckBidAmount", error = "away" };
}
