namespace Auctions.Gateway.Live;

/// <summary>Every WebSocket that is open.</summary>
internal sealed class LiveSockets
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveSocket> _all = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refusing;

    /// <summary>Whether no new ones are taken.</summary>
    public bool IsRefusing
    {
        get
        {
            lock (_gate)
                return _refusing;
        }
    }

    /// <summary>Takes one; false once <see cref="RefuseNew"/> was called.</summary>
    public bool TryAdd(LiveSocket socket)
    {
        lock (_gate)
            return !_refusing && _all.Add(socket);
    }

    /// <summary>Forgets one.</summary>
    public void Remove(LiveSocket socket)
    {
        lock (_gate)
        {
            _all.Remove(socket);
            EndIfEmpty();
        }
    }

    /// <summary>From now on <see cref="TryAdd"/> takes nobody.</summary>
    /// <returns>Those that are open.</returns>
    public IReadOnlyList<LiveSocket> RefuseNew()
    {
        lock (_gate)
        {
            _refusing = true;
            EndIfEmpty();
            return [.. _all];
        }
    }

    /// <summary>Ends once nobody is taken any more and the last one has gone.</summary>
    public Task EmptyAsync() => _empty.Task;

    private void EndIfEmpty()
    {
        if (_refusing && _all.Count == 0)
            _empty.TrySetResult();
    }
}
