using System.ComponentModel.DataAnnotations;

namespace Auctions.Pusher;

/// <summary>The pusher's limits; section <c>Pusher</c>. The process does not start with one that is out of its range.</summary>
public sealed record PusherOptions
{
    /// <summary>Frames that may wait for one connection before it is closed as a slow reader; 8 to 65,536.</summary>
    [Range(8, 65_536)]
    public int QueuedFrames { get; init; } = 1_024;

    /// <summary>Events of each watched auction that are kept for <c>after</c>; 1 to 65,536.</summary>
    [Range(1, 65_536)]
    public int KeptEvents { get; init; } = 1_024;

    /// <summary>
    /// How long an event waits for one that should have been delivered before it, in milliseconds; 0 to 10,000. Events are
    /// delivered at least once, so a missing one is mostly late: on a machine under load by more than a quarter of a second.
    /// </summary>
    [Range(0, 10_000)]
    public int HoldMilliseconds { get; init; } = 1_000;

    /// <summary>How long one read of the store may take, in milliseconds; 10 to 60,000.</summary>
    [Range(10, 60_000)]
    public int ReadTimeoutMilliseconds { get; init; } = 3_000;

    /// <summary>The longest wait between two reads while the store is down, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int LongestRetryMilliseconds { get; init; } = 5_000;

    /// <summary>
    /// How long a watched auction has no event before the store is read, in case one was lost, in seconds; 1 to 3,600. A lost
    /// event is otherwise noticed only when the next one is delivered, and after the last one there is none.
    /// </summary>
    [Range(1, 3_600)]
    public int RecheckSeconds { get; init; } = 15;

    /// <summary>How old a snapshot's <c>serverTime</c> may be, in milliseconds; 0 to 5,000.</summary>
    [Range(0, 5_000)]
    public int SnapshotAgeMilliseconds { get; init; } = 250;

    /// <summary>How long an auction that nobody watches is kept, in seconds; 0 to 3,600.</summary>
    [Range(0, 3_600)]
    public int UnwatchedSeconds { get; init; } = 30;

    /// <summary>Auctions that one connection may watch at once; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int WatchesPerConnection { get; init; } = 100;

    /// <summary>Frames that a client may send in a second; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int ClientFramesPerSecond { get; init; } = 50;

    /// <summary>How long one send may take before the connection is closed as a slow reader, in seconds; 1 to 600.</summary>
    [Range(1, 600)]
    public int SendTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a peer has to read its close frame and to answer it, in seconds; 1 to 600.</summary>
    [Range(1, 600)]
    public int CloseGraceSeconds { get; init; } = 10;

    /// <summary>How often a silent peer is pinged, and how long it has to answer, in seconds; 1 to 3,600.</summary>
    [Range(1, 3_600)]
    public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>When the process stops, the time over which the closes are spread, in milliseconds; 0 to 60,000. Few sockets take less.</summary>
    [Range(0, 60_000)]
    public int CloseSpreadMilliseconds { get; init; } = 3_000;

    /// <summary>
    /// How long a heartbeat that came back vouches for the stream of events, in seconds; 2 to 60. Heartbeats are sent every
    /// second, so this less one second is how late a delivery may be before the pusher gives its clients to another.
    /// </summary>
    [Range(2, 60)]
    public int VouchSeconds { get; init; } = 3;

    /// <summary>How old the event of a personal message may be, in seconds; older events are ignored. 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int PersonalAgeSeconds { get; init; } = 300;

    internal TimeSpan Hold => TimeSpan.FromMilliseconds(HoldMilliseconds);

    internal TimeSpan ReadTimeout => TimeSpan.FromMilliseconds(ReadTimeoutMilliseconds);

    internal TimeSpan LongestRetry => TimeSpan.FromMilliseconds(LongestRetryMilliseconds);

    internal TimeSpan Recheck => TimeSpan.FromSeconds(RecheckSeconds);

    internal TimeSpan SnapshotAge => TimeSpan.FromMilliseconds(SnapshotAgeMilliseconds);

    internal TimeSpan Unwatched => TimeSpan.FromSeconds(UnwatchedSeconds);

    internal TimeSpan SendTimeout => TimeSpan.FromSeconds(SendTimeoutSeconds);

    internal TimeSpan CloseGrace => TimeSpan.FromSeconds(CloseGraceSeconds);

    internal TimeSpan KeepAlive => TimeSpan.FromSeconds(KeepAliveSeconds);

    internal TimeSpan Vouch => TimeSpan.FromSeconds(VouchSeconds);

    internal TimeSpan PersonalAge => TimeSpan.FromSeconds(PersonalAgeSeconds);
}
