using System.Collections.Concurrent;
using Auctions.Api.Access;
using Auctions.Api.Bodies;
using Auctions.Api.Errors;
using Auctions.Api.Handover;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Views;

namespace Auctions.Api.Auctioneering;

/// <summary>
/// <c>POST /house/pause</c> and <c>POST /house/resume</c>, for admins: pause every open auction, and resume those that were paused
/// so. Each auction gets a command of its own, so one that fails leaves the others alone, and the request may be sent again.
/// </summary>
internal static class HouseEndpoints
{
    private const int AuctionsAtOnce = 16;

    public static void MapHouse(this IEndpointRouteBuilder app)
    {
        Map(app, "pause", DecisionKind.PauseAll, view => view.Status == AuctionStatus.Open);
        Map(app, "resume", DecisionKind.ResumeAll, view => view is { Status: AuctionStatus.Paused, PauseReason: PauseReasons.House });
    }

    private static void Map(IEndpointRouteBuilder app, string path, DecisionKind action, Func<AuctionView, bool> which) => app
        .MapPost($"/house/{path}", (HttpContext context, CommandBus bus, IAuctionReader reader, TimeProvider time) =>
            SendToAllAsync(action, which, context, bus, reader, time))
        .RequireAuthorization(Roles.Admin)
        .RequireRateLimiting(RateLimits.Commands)
        .Produces<HouseAnswer>(202).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503)
        .WithTags("operations");

    private static async Task<IResult> SendToAllAsync(
        DecisionKind action, Func<AuctionView, bool> which, HttpContext context, CommandBus bus, IAuctionReader reader, TimeProvider time)
    {
        if (IdempotencyKey.Read(context.Request, out var key) is { } badKey)
            return badKey;
        var user = context.User.UserId();
        var auctions = (await reader.ListAsync(status: null, withLots: true, context.RequestAborted)).Where(which).Select(view => view.Id);
        var (accepted, failed) = (new ConcurrentBag<HouseCommand>(), new ConcurrentBag<HouseFailure>());
        await Parallel.ForEachAsync(
            auctions,
            new ParallelOptions { MaxDegreeOfParallelism = AuctionsAtOnce, CancellationToken = context.RequestAborted },
            async (auction, cancellation) =>
            {
                var receivedAt = time.GetUtcNow();
                var id = NewIds.ForCommand(auction, user, key);
                var outcome = await bus.SendAsync(
                    new AuctioneerCommand(id, auction, user, action, receivedAt) { AcceptBy = receivedAt + ReceiptBounds.AcceptWithin },
                    cancellation);
                if (outcome.Kind is OutcomeKind.Succeeded or OutcomeKind.Pending)
                    accepted.Add(new(auction, id));
                else
                    failed.Add(new(auction, ReasonOf(outcome)));
            });
        return accepted.IsEmpty && failed.Any(failure => failure.Reason == Problems.NotAccepted)
            ? Problems.NoWorker()
            : TypedResults.Accepted((string?)null, new HouseAnswer(
                [.. accepted.OrderBy(command => command.Auction, StringComparer.Ordinal)],
                [.. failed.OrderBy(failure => failure.Auction, StringComparer.Ordinal)]));
    }

    // What a worker says of a command that it doesn't accept is for its own log.
    private static string ReasonOf(Outcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Rejected, Reason: { } reason } => reason,
        { Kind: OutcomeKind.Failed, Reason: Problems.UnknownOutcome } => Problems.UnknownOutcome,
        _ => Problems.NotAccepted,
    };
}

/// <summary>The answer to <c>POST /house/pause</c> and <c>/resume</c>.</summary>
/// <param name="Accepted">The commands that workers accepted, by auction.</param>
/// <param name="Failed">The auctions that were left as they are.</param>
internal sealed record HouseAnswer(IReadOnlyList<HouseCommand> Accepted, IReadOnlyList<HouseFailure> Failed);

/// <summary>A command that a worker accepted.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Command">The command's id.</param>
internal sealed record HouseCommand(string Auction, string Command);

/// <summary>An auction whose command was not accepted.</summary>
/// <param name="Auction">The auction's id.</param>
/// <param name="Reason">The reason of the rejection, or <c>not-accepted</c> or <c>unknown-outcome</c>.</param>
internal sealed record HouseFailure(string Auction, string Reason);
