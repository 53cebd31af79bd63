namespace Embedded.Hub.Workflows.Working;

/// <summary>
/// The workers of one app-id, who get its work by turns, and the work that waits for one of them. Guarded by the
/// engine's lock.
/// </summary>
internal sealed class WorkerPool(TimeProvider time, Func<long> nextToken)
{
    private readonly List<Worker> _workers = [];
    private readonly Queue<Work> _waitingTurns = [];
    private readonly Queue<Work> _waitingActivities = [];
    private readonly Dictionary<long, Work> _handedOut = [];
    private int _next;

    /// <summary>Lets the next worker with room do it, or lets it wait.</summary>
    public void Offer(Work work)
    {
        if (!TryGive(work))
            (work is TurnWork ? _waitingTurns : _waitingActivities).Enqueue(work);
    }

    /// <summary>The work of a handing-out that is answered; null where it is over, or went to another since.</summary>
    public Work? Answered(long token)
    {
        if (!_handedOut.TryGetValue(token, out var work))
            return null;
        Free(work);
        return work;
    }

    /// <summary>Takes work back that nobody wants done any more.</summary>
    public void Forget(Work work)
    {
        work.IsOver = true;
        if (work.With is not null)
            Free(work);
    }

    public void Join(Worker worker)
    {
        _workers.Add(worker);
        Serve();
    }

    /// <summary>The worker goes; what it has goes to others at once.</summary>
    public void Leave(Worker worker)
    {
        _workers.Remove(worker);
        worker.End();
        Work[] left = [.. worker.Has];
        foreach (var work in left)
            Free(work);
        foreach (var work in left)
            if (!work.IsOver)
                Offer(work);
    }

    private void Free(Work work)
    {
        _handedOut.Remove(work.Token);
        work.With?.Free(work);
        work.With = null;
        work.Token = 0;
        Serve();
    }

    private void Serve()
    {
        Serve(_waitingTurns);
        Serve(_waitingActivities);
    }

    private void Serve(Queue<Work> waiting)
    {
        while (waiting.TryPeek(out var work) && (work.IsOver || TryGive(work)))
            waiting.Dequeue();
    }

    private bool TryGive(Work work)
    {
        for (var tried = 0; tried < _workers.Count; tried++)
        {
            _next = (_next + 1) % _workers.Count;
            if (!_workers[_next].HasRoomFor(work))
                continue;
            work.Token = nextToken();
            work.With = _workers[_next];
            _handedOut.Add(work.Token, work);
            work.With.Give(work, work.ToItem(time.GetUtcNow()));
            return true;
        }

        return false;
    }
}
