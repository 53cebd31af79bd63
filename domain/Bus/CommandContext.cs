namespace Auctions.Bus;

/// <summary>
/// What travels with one command through middlewares and handlers: the outcome so far, the events recorded, and the
/// cancellation. Each send has its own.
/// </summary>
public sealed class CommandContext
{
    // Most commands record nothing, or only once their rules have decided.
    private List<object>? _events;

    /// <summary>The outcome as the handlers so far left it; <see cref="OutcomeKind.Succeeded"/> before the first.</summary>
    public Outcome Outcome { get; set; } = Outcome.Succeeded();

    /// <summary>Cancelled when the sender no longer wants an answer or the process stops.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The events recorded so far, in order.</summary>
    public IReadOnlyList<object> Events => (IReadOnlyList<object>?)_events ?? [];

    /// <summary>Records an event. Later handlers and <see cref="EventRecordingMiddleware"/> see it.</summary>
    public void Record(object recorded) => (_events ??= []).Add(recorded);

    /// <summary>Records some events, in their order.</summary>
    public void RecordAll(IEnumerable<object> recorded) => (_events ??= []).AddRange(recorded);

    /// <summary>Forgets what a failed try recorded, so that the next one starts as the first did.</summary>
    public void StartOver()
    {
        _events?.Clear();
        Outcome = Outcome.Succeeded();
    }
}
