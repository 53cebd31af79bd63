using System.Diagnostics.Metrics;
using Auctions.Worker.Measuring;

namespace Auctions.Worker.Workflows;

/// <summary>
/// Measures how far this worker is behind, which is the age of a command when its first step begins. Accepting a command is less
/// work than carrying it out, so a worker without a limit would accept more than it can carry out, and outcomes would take longer
/// and longer. A worker that is a little behind delays commands; one that is far behind refuses them.
/// </summary>
internal sealed class Backlog
{
    /// <summary>The age up to which the worker is not behind.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    /// <summary>The age from which the worker refuses commands.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    // An older observation doesn't count: it may be the last command of a burst that is over.
    private static readonly TimeSpan MaxObservationAge = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private DateTimeOffset _observedAt;
    private TimeSpan _age;

    /// <summary>A backlog without commands.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="meters">Reports the backlog; null where nobody reads it.</param>
    public Backlog(TimeProvider time, IMeterFactory? meters = null)
    {
        _time = time;
        meters?.Create(AuctionMetrics.MeterName).CreateObservableGauge(
            "auctions.backlog.delay", () => Behind.TotalSeconds, "s", "The age of a command when its first step began lately.");
    }

    /// <summary>The age of the last command that was started; zero where no command was started lately.</summary>
    public TimeSpan Behind
    {
        get
        {
            lock (_lock)
                return _time.GetUtcNow() - _observedAt > MaxObservationAge ? TimeSpan.Zero : _age;
        }
    }

    /// <summary>Notes that the first step of a command begins.</summary>
    public void NoteStart(DateTimeOffset receivedAt)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _observedAt = now;
            _age = now - receivedAt;
        }
    }

    /// <summary>Delays a command according to the backlog.</summary>
    /// <returns>Whether the worker may accept the command.</returns>
    public async ValueTask<bool> AdmitAsync(CancellationToken cancellation)
    {
        var behind = Behind;
        if (behind <= Slack)
            return true;
        if (behind >= Most)
            return false;
        await Task.Delay((behind - Slack) / 4, _time, cancellation);
        return true;
    }
}
