using System.Text.Json;
using Auctions.Api.Access;
using Auctions.Api.Errors;
using Auctions.Views;

namespace Auctions.Api.Reading;

/// <summary><c>GET /auctions/{id}/audit</c>: the audit trail as JSON lines, for the owner and for admins.</summary>
internal static class AuditEndpoint
{
    private const string JsonLines = "application/jsonl";

    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/auctions/{id}/audit", ReadAsync)
            .RequireAuthorization()
            .Produces(200, contentType: JsonLines).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404)
            .WithTags("auctions");

    private static async Task<IResult> ReadAsync(string id, HttpContext context, IAuctionReader reader, AuctionAudit audit)
    {
        if (!AuctionIds.IsWellFormed(id) || await reader.FindAsync(id, context.RequestAborted) is not { } view)
            return Problems.UnknownAuction();
        if (view.Seller != context.User.UserId() && !context.User.IsInRole(Roles.Admin))
            return Problems.NotYourAuction();
        return await audit.ReadAsync(id, context.RequestAborted) is { } lines
            ? TypedResults.Stream(body => WriteAsync(body, lines, context.RequestAborted), JsonLines)
            : Problems.UnknownAuction();
    }

    private static async Task WriteAsync(Stream body, IEnumerable<object> lines, CancellationToken cancellation)
    {
        foreach (var line in lines)
        {
            await JsonSerializer.SerializeAsync(body, line, line.GetType(), AuctionJson.Options, cancellation);
            await body.WriteAsync("\n"u8.ToArray(), cancellation);
        }
    }
}
