namespace Auctions.Pusher.Vouching;

/// <summary>
/// Whether this pusher can vouch for its stream of events: whether what happens reaches it. The pusher publishes heartbeats on
/// the topic of events, and one that comes back vouches for the stream for <see cref="PusherOptions.VouchSeconds"/>, counted
/// from the time at which it was <em>sent</em>. A vouch therefore expires by the clock alone. When this process was stopped
/// and goes on, the vouch is expired before any thread does anything, and a heartbeat that waited meanwhile renews nothing.
/// </summary>
/// <param name="instance">This pusher, unique among those that run.</param>
/// <param name="options">How long a heartbeat vouches.</param>
/// <param name="time">The clock; its time stamps don't jump when the machine's time is set.</param>
public sealed class StreamVouch(string instance, PusherOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _startedAt = time.GetTimestamp();
    private long? _sentAt;
    private string? _sendProblem;

    /// <summary>Whether the pusher can vouch for its stream at this moment.</summary>
    public bool IsGood
    {
        get
        {
            lock (_gate)
                return _sentAt is { } sentAt && time.GetElapsedTime(sentAt) < options.Vouch;
        }
    }

    /// <summary>Why the pusher can't vouch for its stream, in words; null while it can.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                var silence = time.GetElapsedTime(_sentAt ?? _startedAt);
                if (_sentAt is not null && silence < options.Vouch)
                    return null;
                var since = _sentAt is null ? "the start" : "the last that came back";
                var why = _sendProblem is null ? "it is published but not delivered" : $"it can't be published: {_sendProblem}";
                return FormattableString.Invariant(
                    $"The pusher doesn't hear its own heartbeat on the topic of events, {silence.TotalSeconds:0.0} s after {since}; {why}");
            }
        }
    }

    /// <summary>A heartbeat to publish now.</summary>
    public Heartbeat Next() => new(instance, time.GetTimestamp());

    /// <summary>Notes whether the last heartbeat could be published.</summary>
    /// <param name="problem">Why not, in words; null where it could.</param>
    public void NoteSent(string? problem)
    {
        lock (_gate)
            _sendProblem = problem;
    }

    /// <summary>Notes that a heartbeat was delivered. Other pushers' heartbeats, and late ones, change nothing.</summary>
    public void NoteDelivered(Heartbeat heartbeat)
    {
        if (heartbeat.Instance != instance)
            return;
        lock (_gate)
            if (heartbeat.SentAt > (_sentAt ?? long.MinValue) && heartbeat.SentAt <= time.GetTimestamp())
                _sentAt = heartbeat.SentAt;
    }
}
