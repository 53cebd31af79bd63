namespace Auctions.Gateway.Live;

/// <summary>The open WebSockets.</summary>
internal sealed class LiveSockets
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveSocket> _all = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refusing;

    /// <summary>Whether new sockets are refused.</summary>
    public bool IsRefusing
    {
        get
        {
            lock (_gate)
                return _refusing;
        }
    }

    /// <summary>Adds a socket; false once <see cref="RefuseNew"/> was called.</summary>
    public bool TryAdd(LiveSocket socket)
    {
        lock (_gate)
            return !_refusing && _all.Add(socket);
    }

    /// <summary>Removes a socket.</summary>
    public void Remove(LiveSocket socket)
    {
        lock (_gate)
        {
            _all.Remove(socket);
            EndIfEmpty();
        }
    }

    /// <summary>From now on <see cref="TryAdd"/> refuses every socket.</summary>
    /// <returns>The sockets that are open.</returns>
    public IReadOnlyList<LiveSocket> RefuseNew()
    {
        lock (_gate)
        {
            _refusing = true;
            EndIfEmpty();
            return [.. _all];
        }
    }

    /// <summary>Completes once new sockets are refused and the last one has ended.</summary>
    public Task EmptyAsync() => _empty.Task;

    private void EndIfEmpty()
    {
        if (_refusing && _all.Count == 0)
            _empty.TrySetResult();
    }
}
