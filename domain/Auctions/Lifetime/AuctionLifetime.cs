using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Lifetime;

/// <summary>
/// Does what time brings to an auction: opens it, closes it, and tells everybody. Done twice, or by two workers at
/// once, it happens once, or is an event published twice.
/// </summary>
/// <param name="heads">Where openings and closings are committed.</param>
/// <param name="index">Where the auction is listed.</param>
/// <param name="publisher">The way to the pushers.</param>
/// <param name="lifetimes">What has to hear that a lot of a session has gone on.</param>
/// <param name="time">The clock.</param>
/// <param name="late">Whether the work is behind; null where that is never so.</param>
public sealed class AuctionLifetime(
    AuctionHeads heads, AuctionIndex index, IEventPublisher publisher, ILifetimes lifetimes, TimeProvider time, ILateRaises? late = null)
{
    /// <summary>How long after the close an auction stays unclosed at most because the work is behind.</summary>
    public static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Does what is due now, and finishes what was begun and not finished before.</summary>
    /// <exception cref="InvalidDataException">There is no such auction.</exception>
    /// <exception cref="AuctionBusyException">It could not be committed; it may be done again.</exception>
    public async Task<LifetimeStep> AdvanceAsync(string auction, CancellationToken cancellation)
    {
        var head = await heads.FindAsync(auction, cancellation)
            ?? throw new InvalidDataException($"Auction {auction} is to be opened and closed, and is not in the store.");
        var before = head.State.Status;
        var now = time.GetUtcNow();
        var isToClose = LifetimeStep.Of(head.State).DueAt <= now && now >= head.State.ClosesAt + AuctionRules.ClosingGrace;

        // Who raised in time counts, however late it is worked off; and once closed is closed.
        if (isToClose && late is { MayCome: true } && now < head.State.ClosesAt + MostPatience)
            return new LifetimeStep(before, now + LookAgain);
        if (LifetimeStep.Of(head.State).DueAt <= now)
            head = isToClose
                ? await heads.CloseAsync(auction, now, cancellation)
                : await heads.OpenAsync(auction, now, cancellation);

        // Once closed it is looked through no more, so everything goes out now. At an opening only the opening does:
        // the raises are with those who made them.
        var over = head!.State.Status.IsOver();
        var opening = head.OpeningSeq;
        foreach (var happened in await heads.FindUnpublishedAsync(head, seq => over || seq <= opening, cancellation))
        {
            await publisher.PublishAsync(happened, cancellation);
            heads.NotePublished(auction, happened.Seq);
        }

        if (over || head.State.Status != before)
            await index.ReplaceAsync([IndexLine.Of(head.State)], cancellation);

        // Until it opens its session knows all there is to know: it has planned it, and called it.
        if (head.State.Terms.Session is { } place && head.State.Status is not (AuctionStatus.Waiting or AuctionStatus.Scheduled))
            await lifetimes.WakeSessionAsync(place.Id, cancellation);
        return LifetimeStep.Of(head.State);
    }
}
