using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Handover;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Views;

namespace Auctions.Api.Auctions;

/// <summary><c>POST /auctions</c>: a seller makes an auction.</summary>
internal static class AuctionOpening
{
    public static void MapAuctionOpening(this IEndpointRouteBuilder app) =>
        app.MapPost("/auctions", OpenAsync).Makes<AuctionView>().WithTags("auctions");

    private static Task<IResult> OpenAsync(
        JsonBody<AuctionRequest> body, HttpContext context, CommandBus bus, IAuctionReader reader, TimeProvider time) =>
        Making.AnswerAsync(
            "auction", body, wish => wish.Problems(),
            (wish, id, command) => new OpenAuctionCommand(command, id, context.User.UserId(), wish.Terms(), time.GetUtcNow()),
            reader.FindAsync, bus, context);
}
