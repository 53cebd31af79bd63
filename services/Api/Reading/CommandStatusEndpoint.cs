using Auctions.Api.Access;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Views;
using Auctions.Worker.V1;
using Grpc.Core;
using CommandsClient = Auctions.Worker.V1.Commands.CommandsClient;

namespace Auctions.Api.Reading;

/// <summary><c>GET /commands/{id}</c>: the outcome of a command, for its sender and for admins.</summary>
internal static class CommandStatusEndpoint
{
    public static void MapCommandStatus(this IEndpointRouteBuilder app) =>
        app.MapGet("/commands/{id}", FindAsync)
            .RequireAuthorization()
            .Produces<CommandView>().ProducesProblem(401).ProducesProblem(404)
            .WithTags("commands");

    private static async Task<IResult> FindAsync(string id, HttpContext context, CommandLookup lookup)
    {
        if (!AuctionIds.IsWellFormed(CommandIds.AuctionOf(id)))
            return Problems.UnknownCommand();

        // The answer for another user's command is the same as for an unknown one, so that it reveals nothing.
        var found = await lookup.FindAsync(id, context.RequestAborted);
        return found is not null && (found.User == context.User.UserId() || context.User.IsInRole(Roles.Admin))
            ? TypedResults.Ok(found)
            : Problems.UnknownCommand();
    }
}

/// <summary>Asks a worker about a command. A worker knows the command as long as the command's workflow is kept.</summary>
internal sealed class CommandsOfWorkers(CommandsClient client, IConfiguration configuration, TimeProvider time) : IUndecidedCommands
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly Metadata _toWorker = WorkerCall.HeadersTo(AppIds.Worker, configuration);

    /// <inheritdoc/>
    /// <exception cref="RpcException">No worker answers.</exception>
    public async ValueTask<CommandView?> FindAsync(string commandId, CancellationToken cancellation)
    {
        var reply = await client.GetStatusAsync(
            new GetStatusRequest { CommandId = commandId }, _toWorker, time.GetUtcNow().UtcDateTime + Deadline, cancellation);
        return reply.ToView(commandId);
    }
}
