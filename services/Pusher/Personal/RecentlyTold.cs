namespace Auctions.Pusher.Personal;

/// <summary>Remembers the last so many keys, so that a message that is delivered twice is told once. For one caller.</summary>
internal sealed class RecentlyTold(int capacity)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>True the first time; false while the key is remembered.</summary>
    public bool TryAdd(string key)
    {
        if (!_keys.Add(key))
            return false;
        _order.Enqueue(key);
        if (_order.Count > capacity)
            _keys.Remove(_order.Dequeue());
        return true;
    }
}
