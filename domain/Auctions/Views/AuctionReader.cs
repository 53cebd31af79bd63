using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Views;

/// <summary>Reads auctions from the documents in the store.</summary>
/// <param name="documents">The store.</param>
/// <param name="time">The clock that determines a view's status (<see cref="AuctionViews"/>).</param>
public sealed class AuctionReader(IDocuments documents, TimeProvider time) : IAuctionReader
{
    // Heads are read in portions, so that the documents of a long list are not in memory all at once.
    private const int HeadsAtOnce = 100;

    private readonly AuctionIndex _index = new(documents);
    private readonly EventHistory _history = new(documents);

    /// <inheritdoc/>
    public async ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation)
    {
        if (!AuctionIds.IsWellFormed(auction))
            return null;
        return await documents.FindAsync(AuctionKeys.Head(auction), cancellation) is var (content, _)
            ? AuctionViews.Of(HeadJson.ReadState(auction, content), time.GetUtcNow())
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation)
    {
        var lines = await _index.ReadAsync(cancellation);
        var views = new List<AuctionView>();
        foreach (var chunk in lines.Where(line => (withLots || line.Session is null) && MayHaveStatus(line, status)).Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. chunk.Select(line => AuctionKeys.Head(line.Id))], cancellation);
            for (var at = 0; at < chunk.Length; at++)
                if (heads[at] is { } content)
                    views.Add(AuctionViews.Of(HeadJson.ReadState(chunk[at].Id, content), time.GetUtcNow()));
        }

        return [.. views.Where(view => status is null || view.Status == status)
            .OrderBy(view => view.Status.IsOver())
            .ThenBy(view => view.Status.IsOver() ? -view.ClosesAt.UtcTicks : view.ClosesAt.UtcTicks)
            .ThenBy(view => view.Id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BidView>?> BidsAsync(
        string auction, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (!AuctionIds.IsWellFormed(auction)
            || await documents.FindAsync(AuctionKeys.Head(auction), cancellation) is not var (content, _))
            return null;

        var head = HeadJson.Read(auction, content);
        var bids = new List<BidView>();
        for (var page = EventHistory.PageOf(after + 1); page < head.SealedPages && bids.Count < limit;)
        {
            var pages = (int)Math.Min(head.SealedPages - page, ((limit - bids.Count) / AuctionHead.PageSize) + 1);
            var numbers = Enumerable.Range(0, pages).Select(at => page + at).ToArray();
            foreach (var events in await _history.ReadPagesAsync(auction, numbers, cancellation))
                Add(bids, events, after, limit);
            page += pages;
        }

        Add(bids, head.Events, after, limit);
        return bids;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(
        string auction, IReadOnlyCollection<string> users, CancellationToken cancellation)
    {
        if (!AuctionIds.IsWellFormed(auction) || await documents.FindAsync(AuctionKeys.Head(auction), cancellation) is not var (content, _))
            return [];
        var head = HeadJson.Read(auction, content);
        var participants = users.Where(user => head.Participants.Contains(user)).ToList();
        if (head.SealedParticipants == 0)
            return participants;
        foreach (var chunk in users.Except(participants, StringComparer.Ordinal).Chunk(HeadsAtOnce))
        {
            var marks = await documents.FindManyAsync([.. chunk.Select(user => AuctionKeys.Participant(auction, user))], cancellation);
            participants.AddRange(chunk.Where((_, at) => marks[at] is not null));
        }

        return participants;
    }

    /// <inheritdoc/>
    public async ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation)
    {
        if (CommandIds.AuctionOf(commandId) is not { } auction || !AuctionIds.IsWellFormed(auction)
            || await documents.FindAsync(AuctionKeys.Head(auction), cancellation) is not var (content, _))
            return null;

        var head = HeadJson.Read(auction, content);
        if (head.Pending.FirstOrDefault(pending => pending.Command == commandId) is { } pending)
            return new(commandId, pending.User, CommandView.Pending, null, null);
        var decision = await Decisions.FindAsync(documents, head, commandId, cancellation);
        return decision is null ? null : new(
            commandId, decision.User,
            decision.Reason is not null ? "rejected" : CommandView.Succeeded(decision.Kind == DecisionKind.Raise),
            decision.Reason, decision.Seq);
    }

    private static void Add(List<BidView> bids, IEnumerable<StoredEvent> events, long after, int limit)
    {
        foreach (var raised in events.Select(stored => stored.Happened).OfType<AuctionRaisedEvent>())
            if (raised.Seq > after && bids.Count < limit)
                bids.Add(new(raised.Seq, raised.Leader, raised.Price, raised.At, raised.Command, raised.Automatic));
    }

    // A line may be older than its head, so it only excludes heads that can't have the status. Pauses and cancellations don't
    // change a line until the auction is over.
    private bool MayHaveStatus(IndexLine line, AuctionStatus? status) =>
        // The line of a lot stays waiting until the lot opens, although its session has called it.
        status is null || line.Status == status || line.Status == AuctionStatus.Waiting
        || AuctionViews.StatusAt(line.Status, line.OpensAt, line.ClosesAt, time.GetUtcNow()) == status
        || (!line.IsOver && status is AuctionStatus.Paused or AuctionStatus.Cancelled);
}
