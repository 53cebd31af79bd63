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
    /// Dequeues waiting changes, ordered by time, and copies the done work; null where no change waits, which ends the drain.
    /// </summary>
    public (List<HeadChange> Changes, DoneWork Done)? Dequeue(HeadLane lane)
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
            return (changes, new([.. lane.Published], [.. lane.Scheduled]));
        }
    }

    /// <summary>Forgets done work, once a commit notes it.</summary>
    public void Forget(HeadLane lane, DoneWork done)
    {
        lock (_lock)
        {
            lane.Published.ExceptWith(done.Published);
            lane.Scheduled.ExceptWith(done.Scheduled);
        }
    }

    /// <summary>Notes that an event is published, for the next commit.</summary>
    public void NotePublished(string auction, long seq, DateTimeOffset now)
    {
        lock (_lock)
            LaneForNote(auction, now).Published.Add(seq);
    }

    /// <summary>Notes that the workflow of a command is scheduled, for the next commit.</summary>
    public void NoteScheduled(string auction, string command, DateTimeOffset now)
    {
        lock (_lock)
            LaneForNote(auction, now).Scheduled.Add(command);
    }

    /// <summary>Whether this process published an event and no commit notes it yet.</summary>
    public bool IsPublishedHere(string auction, long seq)
    {
        lock (_lock)
            return _lanes.TryGetValue(auction, out var node) && node.Value.Published.Contains(seq);
    }

    /// <summary>Whether this process scheduled the workflow of a command and no commit notes it yet.</summary>
    public bool IsScheduledHere(string auction, string command)
    {
        lock (_lock)
            return _lanes.TryGetValue(auction, out var node) && node.Value.Scheduled.Contains(command);
    }

    /// <summary>The head of an auction that this process last read or committed; null where it has none.</summary>
    public AuctionHead? FindKnown(string auction)
    {
        lock (_lock)
            return _lanes.GetValueOrDefault(auction)?.Value.Cached?.Head;
    }

    /// <summary>The auctions with work that was done by an instant and that no commit notes yet.</summary>
    public IReadOnlyList<string> WithWorkDoneBefore(DateTimeOffset instant)
    {
        lock (_lock)
            return [.. _byUse.Where(lane => lane.HasDoneWork && lane.DoneSince <= instant).Select(lane => lane.Auction)];
    }

    private HeadLane LaneForNote(string auction, DateTimeOffset now)
    {
        var lane = GetOrAdd(auction);
        if (!lane.HasDoneWork)
            lane.DoneSince = now;
        return lane;
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
