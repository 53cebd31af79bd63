namespace Auctions.Pusher.Sockets;

/// <summary>Every open connection, by user where it has one.</summary>
public sealed class Connections
{
    private readonly Lock _gate = new();
    private readonly HashSet<Connection> _all = [];
    private readonly Dictionary<string, HashSet<Connection>> _byUser = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refusing;

    /// <summary>Whether new connections are refused.</summary>
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

    /// <summary>Adds a connection.</summary>
    /// <returns>False once <see cref="RefuseNew"/> was called: the connection is not added.</returns>
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

    /// <summary>Removes a connection.</summary>
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

    /// <summary>From now on <see cref="TryAdd"/> refuses every connection.</summary>
    public void RefuseNew()
    {
        lock (_gate)
        {
            _refusing = true;
            if (_all.Count == 0)
                _empty.TrySetResult();
        }
    }

    /// <summary>Ends once new connections are refused and the last one was removed.</summary>
    public Task EmptyAsync() => _empty.Task;

    /// <summary>The connections of one user at this moment; most often none.</summary>
    public IReadOnlyList<Connection> Of(string user)
    {
        lock (_gate)
            return _byUser.TryGetValue(user, out var own) ? [.. own] : [];
    }

    /// <summary>The users who are connected at this moment.</summary>
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
