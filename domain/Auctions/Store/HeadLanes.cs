namespace Auctions.Store;

/// <summary>The lanes of the auctions that this process is changing or has recently changed.</summary>
internal sealed class HeadLanes(int mostRemembered, int mostChangesPerCommit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<HeadLane>> _lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<HeadLane> _byUse = new();

    /// <summary>Enqueues a change. Returns the lane if the caller has to drain it; null where a drain is running.</summary>
    public HeadLane? Enqueue(string auction, HeadChange change)
    {
        lock (_lock)
        {
            var lane = GetOrAdd(auction);
            lane.Waiting.Add(change);
            if (lane.IsDraining)
                return null;
            lane.IsDraining = true;
            return lane;
        }
    }

    /// <summary>
    /// Dequeues waiting changes, ordered by time, and copies the published seqs; null where no change waits, which ends the drain.
    /// </summary>
    public (List<HeadChange> Changes, long[] Published)? Dequeue(HeadLane lane)
    {
        lock (_lock)
        {
            if (lane.Waiting.Count == 0)
            {
                lane.IsDraining = false;
                return null;
            }

            // OrderBy is stable, so changes of the same instant stay in the order of their arrival.
            var changes = lane.Waiting.OrderBy(change => change.At).Take(mostChangesPerCommit).ToList();
            lane.Waiting = changes.Count == lane.Waiting.Count ? [] : [.. lane.Waiting.Except(changes)];
            return (changes, lane.Published.ToArray());
        }
    }

    /// <summary>Removes published seqs, once a commit notes them.</summary>
    public void RemovePublished(HeadLane lane, long[] published)
    {
        lock (_lock)
            lane.Published.RemoveAll(seq => Array.IndexOf(published, seq) >= 0);
    }

    /// <summary>Notes that an event is published, for the next commit.</summary>
    public void NotePublished(string auction, long seq, DateTimeOffset now)
    {
        lock (_lock)
        {
            var lane = GetOrAdd(auction);
            if (lane.Published.Count == 0)
                lane.PublishedSince = now;
            if (!lane.Published.Contains(seq))
                lane.Published.Add(seq);
        }
    }

    /// <summary>Whether this process published an event and no commit notes it yet.</summary>
    public bool IsPublishedHere(string auction, long seq)
    {
        lock (_lock)
            return _lanes.TryGetValue(auction, out var node) && node.Value.Published.Contains(seq);
    }

    /// <summary>The head of an auction that this process last read or committed; null where it has none.</summary>
    public AuctionHead? FindKnown(string auction)
    {
        lock (_lock)
            return _lanes.GetValueOrDefault(auction)?.Value.Cached?.Head;
    }

    /// <summary>The auctions whose events this process published by an instant and no commit notes yet.</summary>
    public IReadOnlyList<string> WithPublishedBefore(DateTimeOffset instant)
    {
        lock (_lock)
            return [.. _byUse.Where(lane => lane.Published.Count > 0 && lane.PublishedSince <= instant).Select(lane => lane.Auction)];
    }

    private HeadLane GetOrAdd(string auction)
    {
        if (_lanes.TryGetValue(auction, out var node))
        {
            _byUse.Remove(node);
        }
        else
        {
            DropIdle();
            node = new(new HeadLane(auction));
            _lanes.Add(auction, node);
        }

        _byUse.AddFirst(node);
        return node.Value;
    }

    // Drops the lanes that were not used for the longest time. A busy lane is kept even beyond the limit, so that no note is lost.
    private void DropIdle()
    {
        for (var node = _byUse.Last; _lanes.Count >= mostRemembered && node is not null;)
        {
            var before = node.Previous;
            if (node.Value.IsIdle)
            {
                _byUse.Remove(node);
                _lanes.Remove(node.Value.Auction);
            }

            node = before;
        }
    }
}
