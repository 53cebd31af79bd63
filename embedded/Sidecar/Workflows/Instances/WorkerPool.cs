namespace Embedded.Sidecar.Workflows.Instances;

/// <summary>
/// The workers of one app-id, which get its work in turn, and the work that waits for a worker with room. Guarded by
/// the lock of <see cref="ActiveInstances"/>.
/// </summary>
internal sealed class WorkerPool(TimeProvider time, Func<long> nextLease)
{
    private readonly List<Worker> _workers = [];
    private readonly Queue<Work> _waitingTurns = [];
    private readonly Queue<Work> _waitingActivities = [];
    private readonly Dictionary<long, Work> _leased = [];
    private int _next;

    /// <summary>Gives work to the next worker with room, or lets it wait for one.</summary>
    public void Enqueue(Work work)
    {
        if (!TryLease(work))
            (work is TurnWork ? _waitingTurns : _waitingActivities).Enqueue(work);
    }

    /// <summary>Ends the lease of work that a worker answers.</summary>
    /// <returns>The work; null where another worker has leased it since, or it was cancelled.</returns>
    public Work? Complete(long lease)
    {
        if (!_leased.TryGetValue(lease, out var work))
            return null;
        Release(work);
        return work;
    }

    /// <summary>Withdraws work whose result nobody wants any more.</summary>
    public void Cancel(Work work)
    {
        work.IsCancelled = true;
        if (work.LeasedTo is not null)
            Release(work);
    }

    public void Connect(Worker worker)
    {
        _workers.Add(worker);
        LeaseWaiting();
    }

    /// <summary>Removes a worker; its unanswered work goes to others at once.</summary>
    public void Disconnect(Worker worker)
    {
        _workers.Remove(worker);
        worker.Disconnect();
        Work[] unanswered = [.. worker.Leased];
        foreach (var work in unanswered)
            Release(work);
        foreach (var work in unanswered)
            if (!work.IsCancelled)
                Enqueue(work);
    }

    private void Release(Work work)
    {
        _leased.Remove(work.Lease);
        work.LeasedTo?.Release(work);
        work.LeasedTo = null;
        work.Lease = 0;
        LeaseWaiting();
    }

    private void LeaseWaiting()
    {
        LeaseWaiting(_waitingTurns);
        LeaseWaiting(_waitingActivities);
    }

    private void LeaseWaiting(Queue<Work> waiting)
    {
        while (waiting.TryPeek(out var work) && (work.IsCancelled || TryLease(work)))
            waiting.Dequeue();
    }

    private bool TryLease(Work work)
    {
        for (var tried = 0; tried < _workers.Count; tried++)
        {
            _next = (_next + 1) % _workers.Count;
            if (!_workers[_next].HasRoomFor(work))
                continue;
            work.Lease = nextLease();
            work.LeasedTo = _workers[_next];
            _leased.Add(work.Lease, work);
            work.LeasedTo.Send(work, work.ToItem(time.GetUtcNow()));
            return true;
        }

        return false;
    }
}
