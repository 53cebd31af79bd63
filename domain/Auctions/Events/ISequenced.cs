namespace Auctions.Events;

/// <summary>An event that is part of a history, an auction's or a session's: counted from 1, without gaps.</summary>
public interface ISequenced : IAuctionEvent
{
    /// <summary>The place in the history, from 1.</summary>
    long Seq { get; }

    /// <summary>When it happened, by the clock that the rules go by.</summary>
    DateTimeOffset At { get; }
}
