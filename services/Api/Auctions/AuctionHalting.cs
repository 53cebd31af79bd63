using Auctions.Api.Errors;

namespace Auctions.Api.Auctions;

/// <summary>Pause, resume and cancel: in the contract, and not built yet.</summary>
internal static class AuctionHalting
{
    public static void MapAuctionHalting(this IEndpointRouteBuilder app)
    {
        foreach (var what in (string[])["pause", "resume", "cancel"])
            app.MapPost($"/auctions/{{id}}/{what}", (string id) => Problems.NotSupported($"To {what} an auction"))
                .RequireAuthorization()
                .ProducesProblem(401).ProducesProblem(501)
                .WithTags("auctions");
    }
}
