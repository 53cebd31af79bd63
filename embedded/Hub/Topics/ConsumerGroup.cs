namespace Embedded.Hub.Topics;

/// <summary>
/// Who shares the messages of a topic, and which of them are done. A broadcast consumer is a group of one that is
/// written nowhere. Guarded by its topic's lock.
/// </summary>
internal sealed class ConsumerGroup
{
    private readonly Topic _topic;
    private readonly SortedSet<long> _open;
    private readonly SortedSet<long> _pending;
    private readonly Dictionary<long, Subscriber> _given = [];
    private readonly HashSet<long> _resting = [];
    private readonly Dictionary<long, int> _attempts = [];
    private readonly List<Subscriber> _members = [];
    private long _place;
    private uint _next;
    private bool _isWriting;
    private bool _isDirty;

    /// <param name="topic">The topic.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="isDurable">Whether its place is written down.</param>
    /// <param name="place">The last message that is settled.</param>
    /// <param name="pending">The messages that are not, ascending.</param>
    public ConsumerGroup(Topic topic, string name, bool isDurable, long place, IEnumerable<long> pending)
    {
        _topic = topic;
        Name = name;
        IsDurable = isDurable;
        _place = place;
        _pending = [.. pending];
        _open = [.. _pending];
    }

    public string Name { get; }

    public string TopicKey => _topic.Key;

    public bool IsDurable { get; }

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Every message up to here is settled.</summary>
    public long SettledThrough => _open.Count == 0 ? _place : Math.Min(_place, _open.Min - 1);

    /// <summary>The last settled message, and those before it that are not.</summary>
    public (long Place, long[] Open) Place()
    {
        lock (_topic.Gate)
        {
            _isDirty = false;
            return (_place, [.. _open.TakeWhile(id => id < _place)]);
        }
    }

    public void PlaceWritten()
    {
        lock (_topic.Gate)
        {
            _isWriting = false;
            if (_isDirty)
                WritePlace();
        }
    }

    /// <summary>The next settlement tries again: a disk that is full now would be asked without end.</summary>
    public void PlaceNotWritten()
    {
        lock (_topic.Gate)
            _isWriting = false;
    }

    public void Add(long id)
    {
        _open.Add(id);
        _pending.Add(id);
    }

    public void Join(Subscriber member)
    {
        _members.Add(member);
        if (IsDurable)
            WritePlace();
        Dispatch();
    }

    /// <summary>A member is gone; the others get at once what it had.</summary>
    public void Leave(Subscriber member)
    {
        _members.Remove(member);
        foreach (var id in _given.Where(given => given.Value == member).Select(given => given.Key).ToList())
        {
            _given.Remove(id);
            _pending.Add(id);
        }

        Dispatch();
    }

    /// <summary>Says what came of a delivery, unless the message is by now on its way once more.</summary>
    public void Settle(long id, int attempt, Settlement settlement)
    {
        if (!_open.Contains(id) || (_attempts.TryGetValue(id, out var current) && current != attempt))
            return;
        if (_given.Remove(id, out var member))
            member.InFlight--;
        else if (settlement == Settlement.Retry || _resting.Contains(id))
            return;

        if (settlement == Settlement.Retry)
        {
            _resting.Add(id);
            _topic.RetryLater(this, id, Backoff(attempt));
        }
        else
        {
            Done(id);
        }

        Dispatch();
    }

    /// <summary>The wait before a redelivery is over.</summary>
    public void Return(long id)
    {
        if (_resting.Remove(id))
            _pending.Add(id);
        Dispatch();
    }

    /// <summary>Gives what is pending to the members that have room.</summary>
    public void Dispatch()
    {
        while (_pending.Count > 0 && MemberWithRoom() is { } member)
        {
            // Found first: where the file can't be read the message stays pending.
            var id = _pending.Min;
            var found = _topic.Find(id);
            _pending.Remove(id);
            if (found is not { } message)
            {
                Done(id);
                continue;
            }

            var attempt = _attempts[id] = _attempts.GetValueOrDefault(id) + 1;
            _given[id] = member;
            member.InFlight++;
            member.Give(new Delivery(member.Subscription, id, attempt, message));
        }
    }

    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(attempt, 10) - 1)));

    // By turns, so that no member waits while another has all.
    private Subscriber? MemberWithRoom()
    {
        for (var tried = 0; tried < _members.Count; tried++)
        {
            var member = _members[(int)(_next++ % (uint)_members.Count)];
            if (member.HasRoom)
                return member;
        }

        return null;
    }

    private void Done(long id)
    {
        _open.Remove(id);
        _pending.Remove(id);
        _attempts.Remove(id);
        _place = Math.Max(_place, id);
        if (IsDurable)
            WritePlace();
    }

    // One at a time; what changes meanwhile goes along with the next.
    private void WritePlace()
    {
        _isDirty = true;
        if (_isWriting)
            return;
        _isWriting = true;
        _topic.Write(new GroupPlaceWork(this));
    }
}
