using System.Globalization;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Commands;
using Auctions.Api.Errors;
using Auctions.Auctioneering;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Api.Auctioneering;

/// <summary>
/// What an auctioneer may do to an auction: its owner or an admin; bids are voided by an admin alone. Accepted, it is
/// carried out by a worker like a raise, and <c>/commands/{id}</c> tells what became of it.
/// </summary>
internal static class AuctioneerEndpoints
{
    public static void MapAuctioneering(this IEndpointRouteBuilder app)
    {
        foreach (var (path, wish) in new[]
        {
            ("pause", DecisionKind.Pause), ("resume", DecisionKind.Resume), ("cancel", DecisionKind.Cancel), ("hammer", DecisionKind.Hammer),
        })
            Describe(app.MapPost($"/auctions/{{id}}/{path}", (string id, HttpContext context, Auctioneers auctioneers) =>
                auctioneers.SendAsync(id, context, (command, user, at) => new AuctioneerCommand(command, id, user, wish, at))));

        Describe(app.MapPost("/auctions/{id}/increment", ChangeIncrementAsync)).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        Describe(app.MapPost("/auctions/{id}/bids/{seq}/void", VoidAsync)).RequireAuthorization(Roles.Admin)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
    }

    private static async Task<IResult> ChangeIncrementAsync(
        string id, JsonBody<IncrementChangeRequest> body, HttpContext context, Auctioneers auctioneers)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        return body.Value!.Step is { } step
            ? await auctioneers.SendAsync(id, context, (command, user, at) =>
                new AuctioneerCommand(command, id, user, DecisionKind.Increment, at) { Step = step })
            : Problems.Invalid("step", "is missing");
    }

    private static async Task<IResult> VoidAsync(
        string id, string seq, JsonBody<VoidRequest> body, HttpContext context, Auctioneers auctioneers)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (!long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var bid))
            return Problems.Of(StatusCodes.Status404NotFound, Rejections.UnknownBid, "There is no such bid.");
        return body.Value!.Reason is { } why
            ? await auctioneers.SendAsync(id, context, (command, user, at) =>
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
