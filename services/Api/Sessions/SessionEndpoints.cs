using System.Security.Cryptography;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Api.Sessions;

/// <summary>Sessions: a seller makes one, everybody reads them. Each lot is an auction like any other.</summary>
internal static class SessionEndpoints
{
    /// <summary>As long as an auction's.</summary>
    private const int IdCharacters = 12;

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sessions", ListAsync).Produces<SessionList>().WithTags("sessions");
        app.MapGet("/sessions/{id}", FindAsync).Produces<SessionView>().ProducesProblem(404).WithTags("sessions");
        app.MapPost("/sessions", OpenAsync)
            .RequireAuthorization(Roles.Seller)
            .RequireRateLimiting(RateLimits.Commands)
            .WithMetadata(new RequestSizeLimitAttribute(BodyLimit.SessionBytes))
            .Produces<SessionView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            .WithTags("sessions");
    }

    private static async Task<IResult> ListAsync(ISessionReader reader, CancellationToken cancellation) =>
        TypedResults.Ok(new SessionList(await reader.ListAsync(cancellation)));

    private static async Task<IResult> FindAsync(string id, ISessionReader reader, CancellationToken cancellation) =>
        await reader.FindAsync(id, cancellation) is { } view
            ? TypedResults.Ok(view)
            : Problems.Of(StatusCodes.Status404NotFound, "unknown-session", "There is no such session.");

    private static async Task<IResult> OpenAsync(
        JsonBody<SessionRequest> body, HttpContext context, CommandBus bus, ISessionReader reader, TimeProvider time)
    {
        if (body.Problem is { } unreadable)
            return unreadable;
        if (body.Value!.Problems() is { Count: > 0 } problems)
            return Problems.Invalid(problems);

        var id = RandomNumberGenerator.GetString(Unique.Alphabet, IdCharacters);
        var outcome = await bus.SendAsync(
            new OpenSessionCommand(CommandIds.New(id, Unique.New()), id, context.User.UserId(), body.Value.Terms(), time.GetUtcNow()),
            context.RequestAborted);

        if (OutcomeProblems.Of(outcome) is { } problem)
            return problem;
        if (outcome.Kind == OutcomeKind.Rejected)
            return Problems.Of(StatusCodes.Status409Conflict, outcome.Reason!, "The session was not made.");

        return await reader.FindAsync(id, context.RequestAborted) is { } view
            ? TypedResults.Created($"/sessions/{id}", view)
            : throw new InvalidOperationException($"Session {id} was made, but the store doesn't have it.");
    }
}
