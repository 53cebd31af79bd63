using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cli.Tests;

/// <summary>Replaces the API. It has two dead letters, and refuses to replay one of them. Auctions can be added to it.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubApi(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Auctions by id: their view, and their audit trail.</summary>
    public ConcurrentDictionary<string, (object View, string Audit)> Auctions { get; } = new();

    /// <summary>Commands by id, as <c>GET /commands/{id}</c> answers them.</summary>
    public ConcurrentDictionary<string, object> Commands { get; } = new();

    /// <summary>Dead letters beside the two.</summary>
    public ConcurrentQueue<object> DeadLetters { get; } = new();

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
            : Results.Ok(new { items = api.DeadLetters.Prepend(Letter("m2", null)).Prepend(Letter("a1.r1", "AuctionRaise")) }));
        api._app.MapPost("/dead-letters/{id}/replay", (string id) => id == "a1.r1"
            ? Results.Accepted("/commands/a1.r1", new { command = id })
            : Results.Problem(statusCode: 409, title: "Refused.", detail: "amount is missing"));
        api._app.MapGet("/commands/{id}", (string id) => id == "a1.r1" ? Results.Ok(new { command = id, status = "raised" })
            : api.Commands.TryGetValue(id, out var command) ? Results.Ok(command) : Results.NotFound());
        api._app.MapGet("/auctions/{id}", (string id) =>
            api.Auctions.TryGetValue(id, out var auction) ? Results.Ok(auction.View) : Results.NotFound());
        api._app.MapGet("/auctions/{id}/audit", (string id, HttpContext context) => id switch
        {
            _ when context.Request.Headers.Authorization == "Bearer other" =>
                Results.Problem(statusCode: 403, title: "Only the auction's seller and admins may do this."),
            _ when context.Request.Headers.Authorization == "Bearer forged" =>
                Results.Problem(statusCode: 401, title: "The token is missing or not valid."),
            _ when api.Auctions.TryGetValue(id, out var auction) => Results.Text(auction.Audit),
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
