using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>Events of one name that nobody has taken, or who waits for one; never both.</summary>
internal sealed class Mailbox
{
    public Queue<(int Arrival, HistoryEvent Event)> Events { get; } = new();

    public Queue<EventWaiter> Waiters { get; } = new();
}
