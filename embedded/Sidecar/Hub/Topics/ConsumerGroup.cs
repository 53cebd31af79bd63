namespace Embedded.Sidecar.Hub.Topics;

/// <summary>
/// The members that share the messages of a topic, and the group's position in the topic. A broadcast consumer is a
/// group with one member, whose position is not stored. Guarded by the lock of its topic.
/// </summary>
internal sealed class ConsumerGroup
{
    private readonly Topic _topic;
    private readonly SortedSet<long> _open;
    private readonly SortedSet<long> _pending;
    private readonly Dictionary<long, Subscriber> _inFlight = [];
    private readonly HashSet<long> _delayed = [];
    private readonly Dictionary<long, int> _attempts = [];
    private readonly List<Subscriber> _members = [];
    private long _position;
    private uint _next;
    private bool _isSaving;
    private bool _isDirty;

    /// <param name="topic">The topic.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="isDurable">Whether the position is stored.</param>
    /// <param name="position">The last message that is settled.</param>
    /// <param name="pending">The messages that are not settled, ascending.</param>
    public ConsumerGroup(Topic topic, string name, bool isDurable, long position, IEnumerable<long> pending)
    {
        _topic = topic;
        Name = name;
        IsDurable = isDurable;
        _position = position;
        _pending = [.. pending];
        _open = [.. _pending];
    }

    public string Name { get; }

    public string TopicKey => _topic.Key;

    public bool IsDurable { get; }

    public bool IsEmpty => _members.Count == 0;

    /// <summary>The group has settled every message up to this one.</summary>
    public long SettledThrough => _open.Count == 0 ? _position : Math.Min(_position, _open.Min - 1);

    /// <summary>The position to save: the last settled message, and the messages before it that are not settled.</summary>
    public (long Position, long[] Open) BeginSave()
    {
        lock (_topic.Gate)
        {
            _isDirty = false;
            return (_position, [.. _open.TakeWhile(id => id < _position)]);
        }
    }

    public void EndSave(bool succeeded)
    {
        lock (_topic.Gate)
        {
            _isSaving = false;
            // After a failure the next settlement saves: a disk that is full would fail again at once.
            if (succeeded && _isDirty)
                SavePosition();
        }
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
            SavePosition();
        Dispatch();
    }

    /// <summary>Removes a member; the others get its unsettled messages at once.</summary>
    public void Leave(Subscriber member)
    {
        _members.Remove(member);
        foreach (var id in _inFlight.Where(delivery => delivery.Value == member).Select(delivery => delivery.Key).ToList())
        {
            _inFlight.Remove(id);
            _pending.Add(id);
        }

        Dispatch();
    }

    /// <summary>Settles a delivery, unless the message was delivered again since.</summary>
    public void Settle(long id, int attempt, Settlement settlement)
    {
        if (!_open.Contains(id) || (_attempts.TryGetValue(id, out var current) && current != attempt))
            return;
        if (_inFlight.Remove(id, out var member))
            member.InFlight--;
        else if (settlement == Settlement.Retry || _delayed.Contains(id))
            return;

        if (settlement == Settlement.Retry)
        {
            _delayed.Add(id);
            _topic.RedeliverLater(this, id, RedeliveryDelay(attempt));
        }
        else
        {
            Complete(id);
        }

        Dispatch();
    }

    /// <summary>Redelivers a message whose delay is over.</summary>
    public void Redeliver(long id)
    {
        if (_delayed.Remove(id))
            _pending.Add(id);
        Dispatch();
    }

    /// <summary>Delivers pending messages to the members that have room.</summary>
    public void Dispatch()
    {
        while (_pending.Count > 0 && NextMemberWithRoom() is { } member)
        {
            // Reads the message first, so that it stays pending where the file can't be read.
            var id = _pending.Min;
            var found = _topic.Find(id);
            _pending.Remove(id);
            if (found is not { } message)
            {
                Complete(id);
                continue;
            }

            var attempt = _attempts[id] = _attempts.GetValueOrDefault(id) + 1;
            _inFlight[id] = member;
            member.InFlight++;
            member.Send(new Delivery(member.Subscription, id, attempt, message));
        }
    }

    private static TimeSpan RedeliveryDelay(int attempt) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(attempt, 10) - 1)));

    // Round-robin, so that each member gets its share.
    private Subscriber? NextMemberWithRoom()
    {
        for (var tried = 0; tried < _members.Count; tried++)
        {
            var member = _members[(int)(_next++ % (uint)_members.Count)];
            if (member.HasRoom)
                return member;
        }

        return null;
    }

    private void Complete(long id)
    {
        _open.Remove(id);
        _pending.Remove(id);
        _attempts.Remove(id);
        _position = Math.Max(_position, id);
        if (IsDurable)
            SavePosition();
    }

    // One save at a time; the next one includes what changes meanwhile.
    private void SavePosition()
    {
        _isDirty = true;
        if (_isSaving)
            return;
        _isSaving = true;
        _topic.Enqueue(new SavePositionWork(this));
    }
}
