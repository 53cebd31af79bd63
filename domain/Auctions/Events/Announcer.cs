using Auctions.Bus;
using Auctions.Store;

namespace Auctions.Events;

/// <summary>
/// Tells every pusher what a command did. Done again, it publishes what is not known to be published; watchers drop by
/// its seq what they have already.
/// </summary>
/// <param name="heads">Where the events are, and where it is noted that they are published.</param>
/// <param name="publisher">The way to the pushers.</param>
public sealed class Announcer(AuctionHeads heads, IEventPublisher publisher)
{
    /// <summary>Publishes the events of the steps before; where there are none, those that an earlier try has committed.</summary>
    public async ValueTask AnnounceAsync(string auction, CommandContext context)
    {
        IReadOnlyList<ISequenced> recorded = [.. context.Events.OfType<ISequenced>()];
        if (recorded.Count == 0 && context.Outcome.Kind == OutcomeKind.Succeeded)
            recorded = await FromHeadAsync(auction, context.Outcome.Seq, context.Cancellation);

        foreach (var happened in recorded)
        {
            await publisher.PublishAsync(happened, context.Cancellation);
            heads.NotePublished(auction, happened.Seq);
        }
    }

    // It was committed before: by a try that failed later, or in another process. The opening goes along where nobody
    // has told it, for it may have been this command's doing. So does what follows at
    // once: the house's answer to a raise, or the close that it brought.
    private async ValueTask<IReadOnlyList<ISequenced>> FromHeadAsync(string auction, long? seq, CancellationToken cancellation) =>
        await heads.FindAsync(auction, cancellation) is { OpeningSeq: var opening } head
            ? await heads.FindUnpublishedAsync(head, other => other == seq || other == seq + 1 || other <= opening, cancellation)
            : [];
}
