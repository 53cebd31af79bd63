namespace Auctions.Bus;

/// <summary>
/// What travels with one command through middlewares and handlers: the outcome so far, the events recorded, and the
/// cancellation. The bus reuses contexts, so none may be kept after the command has ended.
/// </summary>
public sealed class CommandContext
{
    private readonly List<object> _events = [];

    /// <summary>The outcome as the steps so far left it; <see cref="OutcomeKind.Succeeded"/> before the first.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>Ends when the sender no longer wants an answer or the process stops.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The events recorded so far, in order.</summary>
    public IReadOnlyList<object> Events => _events;

    /// <summary>Records an event. Later steps and the event-recording middleware see it.</summary>
    public void Record(object recorded) => _events.Add(recorded);

    /// <summary>Forgets what a failed try recorded, so that the next one starts as the first did.</summary>
    public void StartOver()
    {
        _events.Clear();
        Outcome = default;
    }

    internal void Reset()
    {
        StartOver();
        Cancellation = default;
    }
}
