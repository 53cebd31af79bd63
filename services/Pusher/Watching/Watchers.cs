using Auctions.Pusher.Frames;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Watching;

/// <summary>
/// The watchers of one auction or session, and what each of them has been sent. A connection that accepts no more frames is
/// removed when a frame is sent to it. Guarded by the stream's lock.
/// </summary>
internal sealed class Watchers(StreamName stream, PresenceBoard presence, TimeProvider time)
{
    /// <summary>The least time between two presence frames to one watcher.</summary>
    private static readonly TimeSpan PresencePause = TimeSpan.FromSeconds(1);

    private readonly string _name = stream.ToString();
    private readonly Dictionary<Connection, Watcher> _all = [];
    private int _waiting;
    private int _present;

    // The figure that every watcher has been sent; -1 where they differ.
    private int _presenceOfAll = -1;

    public bool IsEmpty => _all.Count == 0;

    /// <summary>Whether a watcher waits for an answer.</summary>
    public bool AnyWaiting => _waiting > 0;

    public bool Contains(Connection connection) => _all.ContainsKey(connection);

    /// <summary>
    /// Notes that a connection asks to watch. One that watches already is sent no event twice, even if it says that it has
    /// seen less than it was sent.
    /// </summary>
    public void Ask(Connection connection, long? after, long firstRead)
    {
        if (!_all.TryGetValue(connection, out var watcher))
            _all.Add(connection, watcher = new Watcher(connection));
        if (!watcher.IsWaiting)
            _waiting++;
        watcher.IsWaiting = true;
        watcher.KnowsOfTrouble = false;
        watcher.After = after is { } seen ? Math.Max(seen, watcher.Place) : null;
        watcher.FirstRead = firstRead;
    }

    public void Remove(Connection connection)
    {
        if (!_all.Remove(connection, out var watcher))
            return;
        if (watcher.IsWaiting)
            _waiting--;
        if (watcher.IsPresent)
            presence.SetOwn(_name, --_present);
    }

    /// <summary>Sends an event to every watcher that has had an answer and not this event.</summary>
    public void SendEvent(long seq, byte[] json, FanOut fanOut)
    {
        foreach (var watcher in _all.Values)
            if (!watcher.IsWaiting && watcher.Place < seq)
                Note(watcher, watcher.Connection.TrySend(json, fanOut), seq);
        fanOut.End();
    }

    /// <summary>Sends a snapshot to every watcher that has had an answer and not all events up to the snapshot.</summary>
    public void SendSnapshot(long seq, Func<byte[]> snapshot)
    {
        foreach (var watcher in _all.Values)
            if (!watcher.IsWaiting && watcher.Place < seq)
                Send(watcher, snapshot(), seq);
    }

    /// <summary>Answers the watchers that wait: with the events that they missed, with a snapshot, or not yet.</summary>
    /// <param name="history">What this pusher knows; it has a view.</param>
    /// <param name="read">The number of the last read of the store that has ended.</param>
    /// <param name="snapshot">Gives the snapshot's bytes.</param>
    public void AnswerWaiting(StreamHistory history, long read, Func<byte[]> snapshot)
    {
        if (_waiting == 0)
            return;
        var seq = history.View!.Seq;
        var before = _present;
        foreach (var watcher in _all.Values)
            // A client may have seen at another pusher what is still on its way here: the store is read before the client
            // is answered with less than it has seen.
            if (watcher.IsWaiting && !(watcher.After > seq && watcher.FirstRead > read))
                Answer(watcher, watcher.After is { } after ? history.After(after) : null, seq, snapshot);
        if (_present != before)
            presence.SetOwn(_name, _present);
        SendFirstPresence();
    }

    /// <summary>Tells the watchers that wait, once, why they wait.</summary>
    public void SendTrouble(byte[] error)
    {
        foreach (var watcher in _all.Values)
            if (watcher is { IsWaiting: true, KnowsOfTrouble: false })
            {
                watcher.KnowsOfTrouble = true;
                Send(watcher, error, watcher.Place);
            }
    }

    /// <summary>Removes every watcher.</summary>
    public void Clear()
    {
        foreach (var connection in _all.Keys)
            Remove(connection);
    }

    /// <summary>Sends an error to every watcher, and removes all of them.</summary>
    public void Dismiss(byte[] error)
    {
        foreach (var connection in _all.Keys)
        {
            connection.TrySend(error);
            Remove(connection);
        }
    }

    /// <summary>Sends the presence figure to the watchers that were sent another one; to each at most once a second.</summary>
    public void SendPresence()
    {
        var watching = presence.Total(_name);
        if (watching == _presenceOfAll)
            return;
        var now = time.GetUtcNow();
        var frame = ServerFrames.Presence(stream, watching);
        var all = true;
        foreach (var watcher in _all.Values)
            if (watcher.IsPresent && watcher.Presence != watching)
            {
                if (now - watcher.PresenceAt >= PresencePause)
                    SendPresence(watcher, frame, watching, now);
                else
                    all = false;
            }

        _presenceOfAll = all ? watching : -1;
    }

    private void SendFirstPresence()
    {
        var now = time.GetUtcNow();
        byte[]? frame = null;
        var watching = presence.Total(_name);
        foreach (var watcher in _all.Values)
            if (watcher is { IsPresent: true, Presence: < 0 })
                SendPresence(watcher, frame ??= ServerFrames.Presence(stream, watching), watching, now);
        _presenceOfAll = -1;
    }

    private void SendPresence(Watcher watcher, byte[] frame, int watching, DateTimeOffset now)
    {
        watcher.Presence = watching;
        watcher.PresenceAt = now;
        Send(watcher, frame, watcher.Place);
    }

    private void Answer(Watcher watcher, byte[][]? missed, long seq, Func<byte[]> snapshot)
    {
        watcher.IsWaiting = false;
        _waiting--;
        if (!watcher.IsPresent)
        {
            watcher.IsPresent = true;
            _present++;
        }

        if (missed is null)
            Send(watcher, snapshot(), seq);
        else if (missed.Length > 0 && !watcher.Connection.TrySend(missed))
            Remove(watcher.Connection);
        watcher.Place = seq;
    }

    private void Send(Watcher watcher, byte[] frame, long place) => Note(watcher, watcher.Connection.TrySend(frame), place);

    // A dictionary allows removals while it is enumerated.
    private void Note(Watcher watcher, bool isQueued, long place)
    {
        if (isQueued)
            watcher.Place = place;
        else
            Remove(watcher.Connection);
    }
}
