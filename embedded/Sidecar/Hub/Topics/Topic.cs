using System.Buffers.Binary;
using Embedded.Sidecar.Storage;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>
/// A topic: its messages on disk, the latest of them also in memory, and its consumer groups. Every call holds the lock
/// only for a moment.
/// </summary>
internal sealed class Topic
{
    private const int MostInMemory = 20_000;

    private readonly Database _database;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _time;
    private readonly string _pubSub;
    private readonly string _name;
    private readonly Dictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (TopicMessage Message, long? Expires)> _recent = [];
    private readonly Queue<long> _byAge = new();
    private long _last;

    public Topic(string pubSub, string name, Database database, GroupCommit commits, TimeProvider time)
    {
        _pubSub = pubSub;
        _name = name;
        Key = TopicDirectory.KeyOf(pubSub, name);
        _database = database;
        _commits = commits;
        _time = time;
        _last = database.Read(Key, static (session, key) => ReadLast(session, key));
        foreach (var (group, position, open) in database.Read(Key, static (session, key) => ReadGroups(session, key)))
            _groups.Add(group, new ConsumerGroup(this, group, isDurable: true, position, [.. open, .. IdsAfter(position)]));
    }

    public Lock Gate { get; } = new();

    public string Key { get; }

    public void Append(long id, TopicMessage message)
    {
        lock (Gate)
        {
            // Where this message is the first use of the topic, the constructor has read it from the file already.
            if (id <= _last)
                return;
            _last = id;
            _recent.Add(id, (message, message.TtlSeconds is { } ttl ? Now() + ttl * 1000L : null));
            _byAge.Enqueue(id);
            if (_byAge.Count > MostInMemory)
                _recent.Remove(_byAge.Dequeue());
            foreach (var group in _groups.Values)
                group.Add(id);
            foreach (var group in _groups.Values)
                group.Dispatch();
        }
    }

    /// <summary>Adds a member to a group, which is created where it doesn't exist.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="after">For a broadcast: the message after which to begin; null begins with the next message.</param>
    public Subscriber Join(Subscription subscription, long? after)
    {
        lock (Gate)
        {
            // A broadcast consumer that reconnects says what it had; the group of its broken connection is replaced.
            if (!_groups.TryGetValue(subscription.Group, out var group) || (!group.IsDurable && subscription.Broadcast && after is not null))
            {
                // A new group begins with the oldest message that is kept, as a group of a Redis stream does.
                var position = subscription.Broadcast ? after ?? _last : 0;
                group = new ConsumerGroup(this, subscription.Group, !subscription.Broadcast, position, IdsAfter(position));
                _groups[subscription.Group] = group;
            }

            var member = new Subscriber(subscription, group, after ?? _last);
            group.Join(member);
            return member;
        }
    }

    public void Leave(Subscriber member)
    {
        lock (Gate)
        {
            var group = member.Group;
            group.Leave(member);
            if (group is { IsDurable: false, IsEmpty: true } && _groups.GetValueOrDefault(group.Name) == group)
                _groups.Remove(group.Name);
        }
    }

    public void Settle(string groupName, long id, int attempt, Settlement settlement)
    {
        lock (Gate)
        {
            if (_groups.TryGetValue(groupName, out var group))
                group.Settle(id, attempt, settlement);
        }
    }

    public void RedeliverLater(ConsumerGroup group, long id, TimeSpan delay) =>
        _ = RedeliverAsync(group, id, delay);

    /// <summary>Finds a message; null where it has expired or is no longer kept.</summary>
    public TopicMessage? Find(long id)
    {
        if (!_recent.TryGetValue(id, out var kept))
            kept = _database.Read((this, id), static (session, wanted) => wanted.Item1.ReadMessage(session, wanted.id));
        return kept.Expires <= Now() ? null : kept.Message;
    }

    public void Enqueue(WriteWork work) => _commits.Enqueue(work);

    /// <summary>The message up to which every group has settled.</summary>
    public long SettledThrough()
    {
        lock (Gate)
        {
            // A broadcast consumer counts while it is connected; afterwards nothing is kept for it.
            return _groups.Count == 0 ? _last : _groups.Values.Min(group => group.SettledThrough);
        }
    }

    private async Task RedeliverAsync(ConsumerGroup group, long id, TimeSpan delay)
    {
        await Task.Delay(delay, _time);
        lock (Gate)
            group.Redeliver(id);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    // Messages of the file after the last one are about to be appended, which adds them to each group.
    private List<long> IdsAfter(long position) => _database.Read((Key, position, _last), static (session, from) =>
    {
        var ids = new List<long>();
        var select = session.Prepare("SELECT id FROM message WHERE topic = ? AND id > ? AND id <= ? ORDER BY id")
            .Bind(1, from.Key).Bind(2, from.position).Bind(3, from._last);
        while (select.Step())
            ids.Add(select.Integer(0));
        select.Reset();
        return ids;
    });

    private (TopicMessage Message, long? Expires) ReadMessage(Session session, long id)
    {
        var select = session.Prepare("SELECT body, content_type, trace_parent, expires FROM message WHERE id = ?").Bind(1, id);
        (TopicMessage, long?) found = (null!, 0);
        if (select.Step())
            found = (
                new TopicMessage(_pubSub, _name, select.Blob(0), select.Text(1), select.IsNull(2) ? null : select.Text(2)),
                select.IsNull(3) ? null : select.Integer(3));
        select.Reset();
        return found;
    }

    private static long ReadLast(Session session, string key)
    {
        var select = session.Prepare("SELECT coalesce(max(id), 0) FROM message WHERE topic = ?").Bind(1, key);
        select.Step();
        var last = select.Integer(0);
        select.Reset();
        return last;
    }

    private static List<(string Name, long Position, long[] Open)> ReadGroups(Session session, string key)
    {
        var groups = new List<(string, long, long[])>();
        var select = session.Prepare("SELECT name, place, open FROM consumer_group WHERE topic = ?").Bind(1, key);
        while (select.Step())
        {
            var bytes = select.Blob(2);
            var open = new long[bytes.Length / sizeof(long)];
            for (var at = 0; at < open.Length; at++)
                open[at] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at * sizeof(long)));
            groups.Add((select.Text(0), select.Integer(1), open));
        }

        select.Reset();
        return groups;
    }
}
