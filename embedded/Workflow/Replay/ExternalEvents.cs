using Embedded.Workflow.Protocol;
using Google.Protobuf.Collections;

namespace Dapr.Workflow.Replay;

/// <summary>Events from outside: to those who wait in the order in which they began to, else kept.</summary>
internal sealed class ExternalEvents
{
    private Dictionary<string, Mailbox>? _mailboxes;
    private int _arrivals;

    /// <summary>How many wait.</summary>
    public int Waiting { get; set; }

    /// <summary>An event came.</summary>
    public void Raise(HistoryEvent raised)
    {
        var mailbox = MailboxOf(raised.EventRaised.Name);
        while (mailbox.Waiters.TryDequeue(out var waiter))
        {
            if (waiter.IsOver)
                continue;
            waiter.Deliver(raised.EventRaised.Input);
            return;
        }
        mailbox.Events.Enqueue((_arrivals++, raised));
    }

    /// <summary>The code waits.</summary>
    /// <param name="name">For events of which name.</param>
    /// <param name="makeTimer">Asks for the timer that ends its patience, where an event isn't there already.</param>
    /// <param name="token">What it gives up on.</param>
    public Task<T> WaitFor<T>(string name, Func<TimerStep>? makeTimer, CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return Task.FromCanceled<T>(token);
        var mailbox = MailboxOf(name);
        Waiting++;
        if (mailbox.Events.TryDequeue(out var kept))
        {
            var served = new EventWaiter<T>(this, name);
            served.Deliver(kept.Event.EventRaised.Input);
            return served.Received;
        }
        var timer = makeTimer?.Invoke();
        var waiter = new EventWaiter<T>(this, name) { Timer = timer };
        if (timer is not null)
            timer.Waiter = waiter;
        waiter.GiveUpOn(token);
        mailbox.Waiters.Enqueue(waiter);
        return waiter.Received;
    }

    /// <summary>What nobody has taken, in the order in which it came.</summary>
    public void WriteUntakenTo(RepeatedField<HistoryEvent> events)
    {
        if (_mailboxes is null)
            return;
        var untaken = new List<(int Arrival, HistoryEvent Event)>();
        foreach (var mailbox in _mailboxes.Values)
            untaken.AddRange(mailbox.Events);
        untaken.Sort(static (one, other) => one.Arrival.CompareTo(other.Arrival));
        foreach (var (_, untakenEvent) in untaken)
            events.Add(untakenEvent);
    }

    private Mailbox MailboxOf(string name)
    {
        _mailboxes ??= new Dictionary<string, Mailbox>(StringComparer.OrdinalIgnoreCase);
        if (!_mailboxes.TryGetValue(name, out var mailbox))
            _mailboxes.Add(name, mailbox = new Mailbox());
        return mailbox;
    }
}
