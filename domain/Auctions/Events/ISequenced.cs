namespace Auctions.Events;

/// <summary>An event in the history of an auction or a session. The events of a history are numbered from 1 without gaps.</summary>
public interface ISequenced : IAuctionEvent
{
    /// <summary>The place in the history, from 1.</summary>
    long Seq { get; }

    /// <summary>The time of the event, as the rules decided it.</summary>
    DateTimeOffset At { get; }
}
