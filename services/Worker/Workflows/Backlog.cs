using Auctions.Lifecycle;

namespace Auctions.Worker.Workflows;

/// <summary>
/// How far this worker is behind: how old commands are when their first step begins. Accepting a command is less work than
/// carrying it out, so without a brake a worker would accept more than it can keep up with, and outcomes would take ever
/// longer. A little behind, it accepts commands more slowly; far behind, it turns them away.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Backlog(TimeProvider time) : IBacklog
{
    /// <summary>Up to here the worker is not behind.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    /// <summary>From here on it accepts no command.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    // An older observation says nothing of now: it may be the last of a crowd that is gone.
    private static readonly TimeSpan ObservationLasts = TimeSpan.FromSeconds(2);

    // A bit longer than a command is retried (IAuctionCommand).
    private static readonly TimeSpan RetriesLast = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private DateTimeOffset? _failedAt;
    private DateTimeOffset _observedAt;
    private TimeSpan _age;

    /// <summary>How far the worker is behind; zero where it isn't, or nothing is known.</summary>
    public TimeSpan Behind
    {
        get
        {
            lock (_lock)
                return time.GetUtcNow() - _observedAt > ObservationLasts ? TimeSpan.Zero : _age;
        }
    }

    /// <inheritdoc/>
    public bool MayHoldRaises
    {
        get
        {
            lock (_lock)
                return Behind > Slack || time.GetUtcNow() - _failedAt < RetriesLast;
        }
    }

    /// <summary>Notes that a step of a command failed, and will be retried.</summary>
    public void NoteFailure()
    {
        lock (_lock)
            _failedAt = time.GetUtcNow();
    }

    /// <summary>Notes that the first step of a command begins.</summary>
    public void NoteStart(DateTimeOffset receivedAt)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _observedAt = now;
            _age = now - receivedAt;
        }
    }

    /// <summary>Delays a command as the backlog asks for.</summary>
    /// <returns>Whether the worker may accept the command.</returns>
    public async ValueTask<bool> AdmitAsync(CancellationToken cancellation)
    {
        var behind = Behind;
        if (behind <= Slack)
            return true;
        if (behind >= Most)
            return false;
        await Task.Delay((behind - Slack) / 4, time, cancellation);
        return true;
    }
}
