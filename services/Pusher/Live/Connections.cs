namespace Auctions.Pusher.Live;

/// <summary>Every open connection, and whose it is.</summary>
public sealed class Connections
{
    private readonly Lock _gate = new();
    private readonly HashSet<Connection> _all = [];
    private readonly Dictionary<string, HashSet<Connection>> _byUser = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refusing;

    /// <summary>Whether nobody is taken any more.</summary>
    public bool IsRefusing
    {
        get
        {
            lock (_gate)
                return _refusing;
        }
    }

    /// <summary>The number of open connections.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _all.Count;
        }
    }

    /// <summary>Takes a connection; false once <see cref="RefuseNew"/> was called.</summary>
    public bool TryAdd(Connection connection)
    {
        lock (_gate)
        {
            if (_refusing)
                return false;
            _all.Add(connection);
            if (connection.User is not { } user)
                return true;
            if (!_byUser.TryGetValue(user, out var own))
                _byUser.Add(user, own = []);
            own.Add(connection);
            return true;
        }
    }

    /// <summary>Forgets a connection.</summary>
    public void Remove(Connection connection)
    {
        lock (_gate)
        {
            _all.Remove(connection);
            if (connection.User is { } user && _byUser.TryGetValue(user, out var own) && own.Remove(connection) && own.Count == 0)
                _byUser.Remove(user);
            if (_refusing && _all.Count == 0)
                _empty.TrySetResult();
        }
    }

    /// <summary>From now on <see cref="TryAdd"/> takes nobody.</summary>
    public void RefuseNew()
    {
        lock (_gate)
        {
            _refusing = true;
            if (_all.Count == 0)
                _empty.TrySetResult();
        }
    }

    /// <summary>Ends once nobody is taken any more and the last one has gone.</summary>
    public Task EmptyAsync() => _empty.Task;

    /// <summary>The connections of one user at this moment; most often none.</summary>
    public IReadOnlyList<Connection> Of(string user)
    {
        lock (_gate)
            return _byUser.TryGetValue(user, out var own) ? [.. own] : [];
    }

    /// <summary>The users who are here at this moment.</summary>
    public IReadOnlyList<string> Users()
    {
        lock (_gate)
            return [.. _byUser.Keys];
    }

    /// <summary>All connections at this moment.</summary>
    public IReadOnlyList<Connection> All()
    {
        lock (_gate)
            return [.. _all];
    }
}
