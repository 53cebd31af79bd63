using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Raising;

namespace Auctions.Api.Raising;

/// <summary><c>POST /auctions/{id}/raises</c>: a bidder raises; the busiest endpoint.</summary>
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
        if (body.Value is not { } raise || (raise.Amount ?? raise.Maximum) is null)
            return Problems.Invalid("amount", "is missing; send an amount or a maximum");
        if (IdempotencyKey.Read(context.Request, out var key) is { } badKey)
            return badKey;
        if (!AuctionIds.IsWellFormed(id))
            return Problems.UnknownAuction();

        var bidder = context.User.UserId();
        var command = NewIds.ForCommand(id, bidder, key);
        var outcome = await bus.SendAsync(
            new AuctionRaiseCommand(command, id, bidder, raise.Amount, receivedAt)
            {
                Maximum = raise.Maximum,
                AcceptBy = receivedAt + ReceiptBounds.AcceptWithin,
            },
            context.RequestAborted);

        // A raise that the rules rejected is a 202 too: a worker accepted the command, and GET /commands/{id} has the outcome.
        return OutcomeAnswers.ProblemOf(outcome) ?? OutcomeAnswers.Accepted(command);
    }
}

/// <summary>The body of <c>POST /auctions/{id}/raises</c>: an amount or a maximum.</summary>
internal sealed record RaiseRequest
{
    /// <summary>The amount in the auction's currency, above 0.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Hidden: up to this amount the house bids for the bidder, each time only as much as it takes to lead.</summary>
    public decimal? Maximum { get; init; }
}
