using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;

namespace Auctions.Pusher.Watching;

/// <summary>
/// Those who watch one auction or session, and who of them has been told what. A connection that takes no more frames is let go
/// in passing. Guarded by the stream's lock.
/// </summary>
internal sealed class Watchers(StreamName stream, PresenceBoard presence, TimeProvider time)
{
    /// <summary>The least time between two presence frames to one watcher.</summary>
    private static readonly TimeSpan PresencePause = TimeSpan.FromSeconds(1);

    private readonly string _name = stream.ToString();
    private readonly Dictionary<Connection, Watcher> _all = [];
    private int _waiting;
    private int _present;
    private int _toldAll = -1;

    public bool IsEmpty => _all.Count == 0;

    /// <summary>Whether somebody is owed an answer.</summary>
    public bool AnyWaiting => _waiting > 0;

    public bool Contains(Connection connection) => _all.ContainsKey(connection);

    /// <summary>
    /// Notes that a connection asks to watch. One that watches already is not told again what it was told: its
    /// place counts where it says less.
    /// </summary>
    public void Ask(Connection connection, long? after, long firstRead)
    {
        if (!_all.TryGetValue(connection, out var watcher))
            _all.Add(connection, watcher = new Watcher(connection));
        if (!watcher.IsWaiting)
            _waiting++;
        watcher.IsWaiting = true;
        watcher.WasToldOfTrouble = false;
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

    /// <summary>Sends an event to everybody whose turn it is.</summary>
    public void Tell(long seq, byte[] json)
    {
        foreach (var watcher in _all.Values)
            if (!watcher.IsWaiting && watcher.Place < seq)
                Send(watcher, json, seq);
    }

    /// <summary>Sends a snapshot to everybody who has been answered but whose place is before it.</summary>
    public void TellSnapshot(long seq, Func<byte[]> snapshot)
    {
        foreach (var watcher in _all.Values)
            if (!watcher.IsWaiting && watcher.Place < seq)
                Send(watcher, snapshot(), seq);
    }

    /// <summary>Answers those who wait: with what they missed, with a snapshot, or not yet.</summary>
    /// <param name="history">What is known; it has a view.</param>
    /// <param name="read">The number of the last read of the store that has ended.</param>
    /// <param name="snapshot">Gives the snapshot's bytes.</param>
    public void Answer(StreamHistory history, long read, Func<byte[]> snapshot)
    {
        if (_waiting == 0)
            return;
        var seq = history.View!.Seq;
        var before = _present;
        foreach (var watcher in _all.Values)
            // A client may have seen, at another pusher, what is on its way here: the store is asked before it is told less.
            if (watcher.IsWaiting && !(watcher.After > seq && watcher.FirstRead > read))
                Answer(watcher, watcher.After is { } after ? history.After(after) : null, seq, snapshot);
        if (_present != before)
            presence.SetOwn(_name, _present);
        Greet();
    }

    /// <summary>Tells those who wait, once, why they do.</summary>
    public void TellTrouble(byte[] error)
    {
        foreach (var watcher in _all.Values)
            if (watcher is { IsWaiting: true, WasToldOfTrouble: false })
            {
                watcher.WasToldOfTrouble = true;
                Send(watcher, error, watcher.Place);
            }
    }

    /// <summary>Tells everybody something, and lets everybody go.</summary>
    public void Dismiss(byte[] error)
    {
        foreach (var connection in _all.Keys)
        {
            connection.TrySend(error);
            Remove(connection);
        }
    }

    /// <summary>Tells those who have been told another figure how many watch; each at most once a second.</summary>
    public void TellPresence()
    {
        var watching = presence.Total(_name);
        if (watching == _toldAll)
            return;
        var now = time.GetUtcNow();
        var frame = ServerFrames.Presence(stream, watching);
        var all = true;
        foreach (var watcher in _all.Values)
            if (watcher.IsPresent && watcher.Watching != watching)
            {
                if (now - watcher.WatchingAt >= PresencePause)
                    TellPresence(watcher, frame, watching, now);
                else
                    all = false;
            }

        _toldAll = all ? watching : -1;
    }

    private void Greet()
    {
        var now = time.GetUtcNow();
        byte[]? frame = null;
        var watching = presence.Total(_name);
        foreach (var watcher in _all.Values)
            if (watcher is { IsPresent: true, Watching: < 0 })
                TellPresence(watcher, frame ??= ServerFrames.Presence(stream, watching), watching, now);
        _toldAll = -1;
    }

    private void TellPresence(Watcher watcher, byte[] frame, int watching, DateTimeOffset now)
    {
        watcher.Watching = watching;
        watcher.WatchingAt = now;
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

    // Removing from a dictionary while it is enumerated is allowed.
    private void Send(Watcher watcher, byte[] frame, long place)
    {
        if (watcher.Connection.TrySend(frame))
            watcher.Place = place;
        else
            Remove(watcher.Connection);
    }
}
