using Auctions.Api.Access;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Views;

namespace Auctions.Api.Commands;

/// <summary><c>GET /commands/{id}</c>: what became of a command, for who sent it and for admins.</summary>
internal static class CommandStatus
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

        // Somebody else's command looks like one that doesn't exist: ids must tell nothing.
        var found = await lookup.FindAsync(id, context.RequestAborted);
        return found is not null && (found.User == context.User.UserId() || context.User.IsInRole(Roles.Admin))
            ? TypedResults.Ok(found)
            : Problems.UnknownCommand();
    }
}
