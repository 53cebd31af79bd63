using System.Security.Cryptography;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Lifetime;
using Auctions.Reading;

namespace Auctions.Api.Auctions;

/// <summary><c>POST /auctions</c>: a seller makes an auction.</summary>
internal static class AuctionOpening
{
    /// <summary>Short enough to read out, and 60 bits, so that no two are alike.</summary>
    private const int IdCharacters = 12;

    public static void MapAuctionOpening(this IEndpointRouteBuilder app) =>
        app.MapPost("/auctions", OpenAsync)
            .RequireAuthorization(Roles.Seller)
            .RequireRateLimiting(RateLimits.Commands)
            .Produces<AuctionView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            .WithTags("auctions");

    private static async Task<IResult> OpenAsync(
        JsonBody<AuctionRequest> body, HttpContext context, CommandBus bus, IAuctionReader reader, TimeProvider time)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (body.Value!.Problems() is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var id = RandomNumberGenerator.GetString(Unique.Alphabet, IdCharacters);
        var outcome = await bus.SendAsync(
            new OpenAuctionCommand(CommandIds.New(id, Unique.New()), id, context.User.UserId(), body.Value.Terms(), time.GetUtcNow()),
            context.RequestAborted);

        if (OutcomeProblems.Of(outcome) is { } problem)
            return problem;
        if (outcome.Kind == OutcomeKind.Rejected)
            return Problems.Of(StatusCodes.Status409Conflict, outcome.Reason!, "The auction was not made.");

        return await reader.FindAsync(id, context.RequestAborted) is { } view
            ? TypedResults.Created($"/auctions/{id}", view)
            : throw new InvalidOperationException($"Auction {id} was made, but the store doesn't have it.");
    }
}
