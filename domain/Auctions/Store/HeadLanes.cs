namespace Auctions.Store;

/// <summary>The lanes of the auctions that this process is busy with, and of those it was busy with last.</summary>
internal sealed class HeadLanes(int mostRemembered, int mostChangesPerCommit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<HeadLane>> _lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<HeadLane> _byUse = new();

    /// <summary>Lets a change wait. Returns its lane if the caller has to drain it; null if somebody does already.</summary>
    public HeadLane? Enqueue(string auction, HeadChange change)
    {
        lock (_lock)
        {
            var lane = Use(auction);
            lane.Waiting.Add(change);
            if (lane.Draining)
                return null;
            lane.Draining = true;
            return lane;
        }
    }

    /// <summary>
    /// Takes the waiting changes, by their time, and what was published. Null where nothing waits: the drain is over.
    /// </summary>
    public (List<HeadChange> Changes, long[] Published)? Dequeue(HeadLane lane)
    {
        lock (_lock)
        {
            if (lane.Waiting.Count == 0)
            {
                lane.Draining = false;
                return null;
            }

            // OrderBy keeps those of one instant in the order in which they came.
            var changes = lane.Waiting.OrderBy(change => change.At).Take(mostChangesPerCommit).ToList();
            lane.Waiting = changes.Count == lane.Waiting.Count ? [] : [.. lane.Waiting.Except(changes)];
            return (changes, lane.Published.ToArray());
        }
    }

    /// <summary>The commit that says what was published is done.</summary>
    public void Noted(HeadLane lane, long[] published)
    {
        lock (_lock)
            lane.Published.RemoveAll(seq => Array.IndexOf(published, seq) >= 0);
    }

    /// <summary>Notes that an event was published, to be said by the next commit.</summary>
    public void NotePublished(string auction, long seq, DateTimeOffset now)
    {
        lock (_lock)
        {
            var lane = Use(auction);
            if (lane.Published.Count == 0)
                lane.PublishedSince = now;
            if (!lane.Published.Contains(seq))
                lane.Published.Add(seq);
        }
    }

    /// <summary>Whether this process published an event and no commit says so yet.</summary>
    public bool IsNoted(string auction, long seq)
    {
        lock (_lock)
            return _lanes.TryGetValue(auction, out var node) && node.Value.Published.Contains(seq);
    }

    /// <summary>The auctions with events published here before an instant, of which no commit says so yet.</summary>
    public IReadOnlyList<string> WithPublishedBefore(DateTimeOffset instant)
    {
        lock (_lock)
            return [.. _byUse.Where(lane => lane.Published.Count > 0 && lane.PublishedSince <= instant).Select(lane => lane.Auction)];
    }

    private HeadLane Use(string auction)
    {
        if (_lanes.TryGetValue(auction, out var node))
        {
            _byUse.Remove(node);
        }
        else
        {
            Forget();
            node = new(new HeadLane(auction));
            _lanes.Add(auction, node);
        }

        _byUse.AddFirst(node);
        return node.Value;
    }

    // Lanes at work are in use, so they are near the other end; where all are, memory grows rather than a note is lost.
    private void Forget()
    {
        for (var node = _byUse.Last; _lanes.Count >= mostRemembered && node is not null;)
        {
            var before = node.Previous;
            if (node.Value.Idle)
            {
                _byUse.Remove(node);
                _lanes.Remove(node.Value.Auction);
            }

            node = before;
        }
    }
}
