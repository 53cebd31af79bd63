using System.Globalization;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Auctioneering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Api.Auctioneering;

/// <summary>
/// The actions of an auctioneer, who is the auction's seller or an admin; only an admin may void a bid. A worker carries
/// an action out like a raise, and <c>GET /commands/{id}</c> has the outcome.
/// </summary>
internal static class AuctioneerEndpoints
{
    public static void MapAuctioneering(this IEndpointRouteBuilder app)
    {
        foreach (var (path, action) in new[]
        {
            ("pause", DecisionKind.Pause), ("resume", DecisionKind.Resume),
            ("cancel", DecisionKind.Cancel), ("hammer", DecisionKind.Hammer), ("hold", DecisionKind.Hold),
        })
            Describe(app.MapPost($"/auctions/{{id}}/{path}", (string id, HttpContext context, AuctioneerActions actions) =>
                actions.SendAsync(id, context, (command, user, at) => new AuctioneerCommand(command, id, user, action, at))));

        Describe(app.MapDelete("/auctions/{id}/hold", (string id, HttpContext context, AuctioneerActions actions) =>
            actions.SendAsync(id, context, (command, user, at) => new AuctioneerCommand(command, id, user, DecisionKind.Release, at))));
        Describe(app.MapPost("/auctions/{id}/extend", ExtendAsync)).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        Describe(app.MapPost("/auctions/{id}/increment", ChangeIncrementAsync)).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        Describe(app.MapPost("/auctions/{id}/bids/{seq}/void", VoidAsync)).RequireAuthorization(Roles.Admin)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
    }

    private static async Task<IResult> ChangeIncrementAsync(
        string id, JsonBody<IncrementChangeRequest> body, HttpContext context, AuctioneerActions actions)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        return body.Value!.Step is { } step
            ? await actions.SendAsync(id, context, (command, user, at) =>
                new AuctioneerCommand(command, id, user, DecisionKind.Increment, at) { Step = step })
            : Problems.Invalid("step", "is missing");
    }

    private static async Task<IResult> ExtendAsync(
        string id, JsonBody<ExtensionRequest> body, HttpContext context, AuctioneerActions actions)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        return body.Value!.By is { } by
            ? await actions.SendAsync(id, context, (command, user, at) =>
                new AuctioneerCommand(command, id, user, DecisionKind.Extend, at) { By = by })
            : Problems.Invalid("by", "is missing");
    }

    private static async Task<IResult> VoidAsync(
        string id, string seq, JsonBody<VoidRequest> body, HttpContext context, AuctioneerActions actions)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (!long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var bid))
            return Problems.Of(StatusCodes.Status404NotFound, Rejections.UnknownBid, "There is no such bid.");
        return body.Value!.Reason is { } why
            ? await actions.SendAsync(id, context, (command, user, at) =>
                new AuctioneerCommand(command, id, user, DecisionKind.Void, at) { Bid = bid, Why = why })
            : Problems.Invalid("reason", "is missing");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization()
        .RequireRateLimiting(RateLimits.Commands)
        .Produces<CommandAccepted>(202).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409)
        .ProducesProblem(429).ProducesProblem(503)
        .WithTags("auctioneer");
}

/// <summary>The body of <c>POST /auctions/{id}/increment</c>.</summary>
internal sealed record IncrementChangeRequest
{
    /// <summary>The increment until the price reaches the next band, above 0.</summary>
    public decimal? Step { get; init; }
}

/// <summary>The body of <c>POST /auctions/{id}/extend</c>.</summary>
internal sealed record ExtensionRequest
{
    /// <summary>By how much the close moves, from 1 s to a day.</summary>
    public TimeSpan? By { get; init; }
}

/// <summary>The body of <c>POST /auctions/{id}/bids/{seq}/void</c>.</summary>
internal sealed record VoidRequest
{
    /// <summary>The reason in words, which everybody can read. 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}
