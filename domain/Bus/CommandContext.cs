namespace Auctions.Bus;

/// <summary>
/// What travels with one command through middlewares and handlers: the outcome so far, the events recorded, and the
/// cancellation. The bus reuses contexts, so none may be kept after the command has ended.
/// </summary>
public sealed class CommandContext
{
    private readonly List<object> _events = [];
    private bool _taken;

    /// <summary>The outcome as the steps so far left it; <see cref="OutcomeKind.Succeeded"/> before the first.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>Ends when the sender no longer wants an answer or the process stops.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The events recorded so far, in order.</summary>
    public IReadOnlyList<object> Events => _events;

    /// <summary>Records an event. Later steps and the event-recording middleware see it.</summary>
    public void Record(object recorded) => _events.Add(recorded);

    /// <summary>Records some events, in their order.</summary>
    public void RecordAll(IEnumerable<object> recorded) => _events.AddRange(recorded);

    /// <summary>Forgets what a failed try recorded, so that the next one starts as the first did.</summary>
    public void StartOver()
    {
        if (_events.Count > 0)
            _events.Clear();
        Outcome = default;
    }

    /// <summary>Whether something was recorded, without a call through the list's interface.</summary>
    internal bool HasEvents => _events.Count > 0;

    internal static CommandContext Taken() => new() { _taken = true };

    /// <summary>Takes the context for a send; only the thread that keeps it may.</summary>
    internal bool TryTake()
    {
        if (Volatile.Read(ref _taken))
            return false;
        _taken = true;
        return true;
    }

    /// <summary>Ends a send, on whichever thread it ended: what it left is gone before the next can take the context.</summary>
    internal void GiveBack()
    {
        StartOver();
        Cancellation = default;
        Volatile.Write(ref _taken, false);
    }
}
