using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Commands;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Views;
using Auctions.Rules;

namespace Auctions.Api.Auctioneering;

/// <summary>Hands an auctioneer's command over, for who may give it.</summary>
internal sealed class Auctioneers(CommandBus bus, IAuctionReader reader, TimeProvider time)
{
    /// <summary>Checks who asks and whether the auction runs, and sends what <paramref name="make"/> makes of a command id, a user and an hour.</summary>
    public async Task<IResult> SendAsync(string auction, HttpContext context, Func<string, string, DateTimeOffset, AuctioneerCommand> make)
    {
        var receivedAt = time.GetUtcNow();
        if (IdempotencyKey.Read(context.Request, out var key) is { } badKey)
            return badKey;
        if (!AuctionIds.IsWellFormed(auction) || await reader.FindAsync(auction, context.RequestAborted) is not { } view)
            return Problems.UnknownAuction();
        var user = context.User.UserId();
        if (view.Seller != user && !context.User.IsInRole(Roles.Admin))
            return Problems.NotYourAuction();

        var command = Unique.CommandIdOf(auction, user, key);

        // A key may be that of a command which closed the auction, so with one the worker is asked all the same.
        if (key is null && view.Status is AuctionStatus.Closed or AuctionStatus.Cancelled)
            return Problems.Of(StatusCodes.Status409Conflict, Rejections.Closed, "The auction is over.");
        var outcome = await bus.SendAsync(make(command, user, receivedAt), context.RequestAborted);
        return OutcomeProblems.Of(outcome)
            ?? (outcome.Reason == Rejections.Closed
                ? Problems.Of(StatusCodes.Status409Conflict, Rejections.Closed, "The auction is over.")
                : TypedResults.Accepted($"/commands/{command}", new CommandAccepted(command)));
    }
}
