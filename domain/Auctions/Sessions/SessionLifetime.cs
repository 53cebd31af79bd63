using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifetime;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>
/// Follows a session: makes its lots, calls each when its turn has come, and tells everybody how they go on. Done twice,
/// or by two workers at once, it happens once, or is an event published twice.
/// </summary>
/// <param name="sessions">Where the session is.</param>
/// <param name="heads">Where its lots are.</param>
/// <param name="making">What makes a lot as any auction.</param>
/// <param name="publisher">The way to the pushers.</param>
/// <param name="lifetimes">What opens and closes lots.</param>
/// <param name="time">The clock.</param>
public sealed class SessionLifetime(
    SessionStore sessions, AuctionHeads heads, CreateAuction making, IEventPublisher publisher, ILifetimes lifetimes, TimeProvider time)
{
    private const int MostTries = 20;
    private const int LotsAtOnce = 16;

    /// <summary>Does what there is to do now, and finishes what was begun and not finished before.</summary>
    /// <exception cref="InvalidDataException">There is no such session.</exception>
    /// <exception cref="AuctionBusyException">It could not be committed; it may be done again.</exception>
    public async Task<SessionStep> AdvanceAsync(string session, CancellationToken cancellation)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            var (before, etag) = await sessions.FindAsync(session, cancellation)
                ?? throw new InvalidDataException($"Session {session} is to be followed, and is not in the store.");
            if (!before.IsMade)
                await MakeLotsAsync(before, cancellation);
            var after = await NoteAsync(before.IsMade ? before : SessionRules.Made(before), cancellation);
            if (SessionRules.Turn(after) is { } turn)
            {
                await heads.CallAsync(after.Lots[turn.At].Auction, turn.OpensAt, time.GetUtcNow(), cancellation);
                continue;
            }

            if (after != before && !await sessions.TryWriteAsync(after, etag, cancellation))
                continue;
            await PublishAsync(after, cancellation);
            return SessionStep.Of(after, time.GetUtcNow());
        }

        throw new AuctionBusyException($"Session {session} could not be changed in {MostTries} tries: others were first.");
    }

    // Done again where it was interrupted: a lot that is there may not be listed or begun yet.
    private async Task MakeLotsAsync(SessionState session, CancellationToken cancellation)
    {
        foreach (var some in session.Lots.Chunk(LotsAtOnce))
            await Task.WhenAll(some.Select(lot => MakeAsync(session, lot, cancellation)));
    }

    private async Task MakeAsync(SessionState session, SessionLot lot, CancellationToken cancellation)
    {
        var command = new OpenAuctionCommand(
            CommandIds.New(lot.Auction, "session"), lot.Auction, session.Seller, lot.Terms!, session.ReceivedAt);
        var outcome = await making.HandleAsync(command, new CommandContext { Cancellation = cancellation });
        if (outcome.Kind != OutcomeKind.Succeeded)
            throw new InvalidDataException($"Lot {lot.Auction} could not be made: {outcome.Reason}.");
    }

    // What lots have come to.
    private async Task<SessionState> NoteAsync(SessionState session, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var some in Enumerable.Range(0, session.Lots.Length).Where(at => !session.Lots[at].IsOver).Chunk(LotsAtOnce))
        {
            var lots = await Task.WhenAll(some.Select(at => FindAsync(session.Lots[at].Auction, cancellation)));
            foreach (var (at, lot) in some.Zip(lots))
            {
                // Its life waits for nothing but this word. Said before it is noted, it is said again if nobody notes it;
                // and a raise may have opened the lot before that.
                if (session.Lots[at].Status == AuctionStatus.Waiting && lot.Status != AuctionStatus.Waiting)
                    await lifetimes.WakeAsync(lot.Id, cancellation);
                session = SessionRules.Note(session, at, lot, now);
            }
        }

        return session;
    }

    private async Task<AuctionState> FindAsync(string lot, CancellationToken cancellation) =>
        (await heads.FindAsync(lot, cancellation))?.State ?? throw new InvalidDataException($"Lot {lot} was made and is not in the store.");

    private async Task PublishAsync(SessionState session, CancellationToken cancellation)
    {
        if (session.Unpublished.IsEmpty)
            return;
        foreach (var stored in session.Unpublished)
            await publisher.PublishAsync(stored.Happened, cancellation);

        // Where others were first meanwhile, they publish it again, and watchers drop it by its seq.
        if (await sessions.FindAsync(session.Id, cancellation) is var (now, etag))
            await sessions.TryWriteAsync(
                now with { Unpublished = now.Unpublished.RemoveAll(stored => stored.Seq <= session.Seq) }, etag, cancellation);
    }
}
