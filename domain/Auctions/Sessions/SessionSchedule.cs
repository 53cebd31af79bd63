using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>
/// Creates a session's lots, calls each when its turn has come, and publishes the changes of the lots. Two workers that do so at
/// the same time change the session once, and may publish an event twice.
/// </summary>
/// <param name="sessions">The sessions.</param>
/// <param name="store">The lots, which are auctions.</param>
/// <param name="createAuction">Creates a lot like any other auction.</param>
/// <param name="publisher">Publishes the session's events.</param>
/// <param name="workflows">Notifies the workflows of the lots.</param>
/// <param name="time">The clock.</param>
public sealed class SessionSchedule(
    SessionStore sessions, AuctionStore store, CreateAuction createAuction, IEventPublisher publisher, IAuctionWorkflows workflows, TimeProvider time)
{
    private const int MostTries = 20;
    private const int LotsAtOnce = 16;

    /// <summary>Creates or calls the lots that are due, and completes work that another worker left unfinished.</summary>
    /// <exception cref="InvalidDataException">The session or one of its lots is missing, or a lot can't be created.</exception>
    /// <exception cref="AuctionBusyException">The change could not be committed; the call may be repeated.</exception>
    public async Task<SessionStep> AdvanceAsync(string session, CancellationToken cancellation)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var (before, etag) = await sessions.FindAsync(session, cancellation)
                ?? throw new InvalidDataException($"Session {session} has a workflow but is not in the store.");
            if (!before.IsMade)
                await CreateLotsAsync(before, cancellation);
            var after = await NoteLotsAsync(before.IsMade ? before : SessionRules.WithLotsCreated(before), cancellation);
            if (SessionRules.LotToCall(after) is { } lot)
            {
                var call = ScheduleChange.Call(lot.OpensAt, time.GetUtcNow());
                await store.CommitAsync(after.Lots[lot.At].Auction, call, cancellation);
                continue;
            }

            if (after != before && !await sessions.TryWriteAsync(after, etag, cancellation))
                continue;
            await PublishAsync(after, cancellation);
            return SessionStep.Of(after, time.GetUtcNow());
        }

        throw new AuctionBusyException($"Session {session} could not be changed in {MostTries} tries: other workers changed it each time.");
    }

    // After an interruption this runs again for every lot, because a lot that exists may not be listed or scheduled yet.
    private async Task CreateLotsAsync(SessionState session, CancellationToken cancellation)
    {
        foreach (var chunk in session.Lots.Chunk(LotsAtOnce))
            await Task.WhenAll(chunk.Select(lot => CreateLotAsync(session, lot, cancellation)));
    }

    private async Task CreateLotAsync(SessionState session, SessionLot lot, CancellationToken cancellation)
    {
        var command = new OpenAuctionCommand(
            CommandIds.New(lot.Auction, "session"), lot.Auction, session.Seller, lot.Terms!, session.ReceivedAt);
        var outcome = await createAuction.HandleAsync(command, new CommandContext { Cancellation = cancellation });
        if (outcome.Kind != OutcomeKind.Succeeded)
            throw new InvalidDataException($"Lot {lot.Auction} could not be created: {outcome.Reason}.");
    }

    private async Task<SessionState> NoteLotsAsync(SessionState session, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var chunk in Enumerable.Range(0, session.Lots.Length).Where(at => !session.Lots[at].IsOver).Chunk(LotsAtOnce))
        {
            var lots = await Task.WhenAll(chunk.Select(at => FindAsync(session.Lots[at].Auction, cancellation)));
            foreach (var (at, lot) in chunk.Zip(lots))
            {
                // The lot's workflow waits until it is notified that the lot is called. The notification goes out before the
                // session notes the call, so a worker that dies in between repeats it; a raise may have opened the lot already.
                if (session.Lots[at].Status == AuctionStatus.Waiting && lot.Status != AuctionStatus.Waiting)
                    await workflows.NotifyAsync(lot.Id, cancellation);
                session = SessionRules.Note(session, at, lot, now);
            }
        }

        return session;
    }

    private async Task<AuctionState> FindAsync(string lot, CancellationToken cancellation) =>
        (await store.FindAsync(lot, cancellation))?.State ?? throw new InvalidDataException($"Lot {lot} was created but is not in the store.");

    private async Task PublishAsync(SessionState session, CancellationToken cancellation)
    {
        if (session.Unpublished.IsEmpty)
            return;
        foreach (var stored in session.Unpublished)
            await publisher.PublishAsync(stored.Happened, cancellation);

        // A failed write has no consequence: the events are published again, and watchers drop a seq that they already have.
        if (await sessions.FindAsync(session.Id, cancellation) is var (now, etag))
            await sessions.TryWriteAsync(
                now with { Unpublished = now.Unpublished.RemoveAll(stored => stored.Seq <= session.Seq) }, etag, cancellation);
    }
}
