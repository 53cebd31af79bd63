using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Commands;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Raising;

namespace Auctions.Api.Raises;

/// <summary><c>POST /auctions/{id}/raises</c>: the way that is walked most.</summary>
internal static class RaiseEndpoint
{
    public static void MapRaises(this IEndpointRouteBuilder app) =>
        app.MapPost("/auctions/{id}/raises", RaiseAsync)
            .RequireAuthorization(Roles.Bidder)
            .RequireRateLimiting(RateLimits.Commands)
            .Produces<CommandAccepted>(202).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(429).ProducesProblem(503)
            .WithTags("raises");

    private static async Task<IResult> RaiseAsync(
        string id, JsonBody<RaiseRequest> body, HttpContext context, CommandBus bus, TimeProvider time)
    {
        var receivedAt = time.GetUtcNow();
        if (body.Problem is { } unreadable)
            return unreadable;
        if (body.Value is not { } wish || (wish.Amount ?? wish.Maximum) is null)
            return Problems.Invalid("amount", "is missing, and so is maximum");
        if (IdempotencyKey.Read(context.Request, out var key) is { } badKey)
            return badKey;
        if (!AuctionIds.IsWellFormed(id))
            return Problems.UnknownAuction();

        var bidder = context.User.UserId();
        var command = Unique.CommandIdOf(id, bidder, key);
        var outcome = await bus.SendAsync(
            new AuctionRaiseCommand(command, id, bidder, wish.Amount, receivedAt) { Maximum = wish.Maximum }, context.RequestAborted);

        // A raise that the rules rejected was accepted all the same: its outcome is told where outcomes are told.
        return OutcomeProblems.Of(outcome)
            ?? TypedResults.Accepted($"/commands/{command}", new CommandAccepted(command));
    }
}
