using System.Text.Json;
using Auctions.Api.Access;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Catalog;
using Auctions.DeadLetters;
using Auctions.Worker.V1;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.DeadLetters;

/// <summary><c>GET /dead-letters</c> and <c>POST /dead-letters/{id}/replay</c>, for admins: the commands whose handlers kept failing.</summary>
internal static class DeadLetterEndpoints
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dead-letters", ListAsync)
            .RequireAuthorization(Roles.Admin)
            .Produces<DeadLetterList>().ProducesProblem(401).ProducesProblem(403)
            .WithTags("operations");
        app.MapPost("/dead-letters/{id}/replay", ReplayAsync)
            .RequireAuthorization(Roles.Admin)
            .Produces<CommandAccepted>(202).ProducesProblem(401).ProducesProblem(403)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(503)
            .WithTags("operations");
    }

    // A hidden maximum or reserve is secret even from an admin.
    private static async Task<DeadLetterList> ListAsync(DeadLetterStore box, CancellationToken cancellation) =>
        new([.. (await box.ReadAsync(cancellation))
            .Select(letter => new DeadLetterLine(
                letter.Id, letter.At, letter.Type, letter.Step, letter.Error,
                letter.Type is { } type ? ReportedFields.Redact(type, letter.Payload) : null))]);

    private static async Task<IResult> ReplayAsync(
        string id, CommandsClient client, IConfiguration configuration, TimeProvider time, CancellationToken cancellation)
    {
        var reply = await client.ReplayDeadLetterAsync(
            new ReplayDeadLetterRequest { Id = id }, WorkerCall.HeadersTo(AppIds.Worker, configuration),
            time.GetUtcNow().UtcDateTime + Deadline, cancellation);
        return reply.Kind switch
        {
            ReplayDeadLetterReply.Types.Kind.Replayed => OutcomeAnswers.Accepted(id),
            ReplayDeadLetterReply.Types.Kind.Refused => Problems.Of(
                StatusCodes.Status409Conflict, "not-replayed", "The replay was refused; the command stays a dead letter.", reply.Reason),
            _ => Problems.Of(StatusCodes.Status404NotFound, "unknown-dead-letter", "There is no such dead letter."),
        };
    }
}

/// <summary>The answer to <c>GET /dead-letters</c>.</summary>
/// <param name="Items">The dead letters, oldest first.</param>
internal sealed record DeadLetterList(IReadOnlyList<DeadLetterLine> Items);

/// <summary>A dead letter without what is hidden in it.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="At">When the command was dead-lettered.</param>
/// <param name="Type">The command's name; null if the message is not a command.</param>
/// <param name="Step">The handler that kept failing.</param>
/// <param name="Error">The last failure.</param>
/// <param name="Command">The fields of the command, without hidden figures and without its sender; null if the message is not a command.</param>
internal sealed record DeadLetterLine(string Id, DateTimeOffset At, string? Type, string? Step, string Error, JsonElement? Command);
