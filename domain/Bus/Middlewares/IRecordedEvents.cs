namespace Auctions.Bus;

/// <summary>Hears of the events that commands record.</summary>
public interface IRecordedEvents
{
    /// <summary>Called once a command has ended, with what it recorded; not for one that threw.</summary>
    /// <param name="events">The events in order, at least one; valid during the call, not longer.</param>
    void Recorded(IReadOnlyList<object> events);
}
