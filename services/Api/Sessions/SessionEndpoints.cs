using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Auctions.Api.Sessions;

/// <summary>Sessions: a seller creates one, and everybody may read them. Each lot is an auction like any other.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sessions", ListAsync).Produces<SessionList>().WithTags("sessions");
        app.MapGet("/sessions/{id}", FindAsync).Produces<SessionView>().ProducesProblem(404).WithTags("sessions");
        app.MapPost("/sessions", OpenAsync).Creates<SessionView>()
            .WithMetadata(new RequestSizeLimitAttribute(BodyLimit.SessionBytes)).WithTags("sessions");
    }

    private static async Task<IResult> ListAsync(ISessionReader reader, CancellationToken cancellation) =>
        TypedResults.Ok(new SessionList(await reader.ListAsync(cancellation)));

    private static async Task<IResult> FindAsync(string id, ISessionReader reader, CancellationToken cancellation) =>
        await reader.FindAsync(id, cancellation) is { } view
            ? TypedResults.Ok(view)
            : Problems.Of(StatusCodes.Status404NotFound, "unknown-session", "There is no such session.");

    private static Task<IResult> OpenAsync(
        JsonBody<SessionRequest> body, HttpContext context, CommandBus bus, ISessionReader reader, TimeProvider time) =>
        CreateEndpoint.HandleAsync(
            "session", body, request => request.Problems(),
            (request, id, command) => new OpenSessionCommand(command, id, context.User.UserId(), request.Terms(), time.GetUtcNow()),
            reader.FindAsync, bus, context);
}

/// <summary>The answer to <c>GET /sessions</c>.</summary>
/// <param name="Items">The sessions; those that are over come last.</param>
internal sealed record SessionList(IReadOnlyList<SessionSummary> Items);
