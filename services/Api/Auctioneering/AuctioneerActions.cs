using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Auctions.Api.Auctioneering;

/// <summary>Sends an auctioneer's action to a worker, if the user has the right to it.</summary>
internal sealed class AuctioneerActions(CommandBus bus, IAuctionReader reader, TimeProvider time)
{
    /// <summary>Checks the user and the auction's status, and sends the command.</summary>
    /// <param name="auction">The auction's id.</param>
    /// <param name="context">The request.</param>
    /// <param name="make">Makes the command from its id, the user and the time of receipt.</param>
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

        // With a key the worker decides: the key may belong to the very command that closed the auction.
        if (key is null && view.Status is AuctionStatus.Closed or AuctionStatus.Cancelled)
            return AuctionIsOver();

        var command = NewIds.ForCommand(auction, user, key);
        var outcome = await bus.SendAsync(
            make(command, user, receivedAt) with { AcceptBy = receivedAt + ReceiptBounds.AcceptWithin }, context.RequestAborted);
        if (OutcomeAnswers.ProblemOf(outcome) is { } problem)
            return problem;
        return outcome.Reason == Rejections.Closed ? AuctionIsOver() : OutcomeAnswers.Accepted(command);
    }

    private static ProblemHttpResult AuctionIsOver() =>
        Problems.Of(StatusCodes.Status409Conflict, Rejections.Closed, "The auction is over.");
}
