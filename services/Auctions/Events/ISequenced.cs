namespace Auctions.Events;

/// <summary>An event that is part of a history, an auction's or a session's: counted from 1, without gaps.</summary>
public interface ISequenced : IAuctionEvent
{
    /// <summary>The place in the history, from 1.</summary>
    long Seq { get; }

    /// <summary>Whose history: the auction's id, or the session's; the CloudEvent's subject.</summary>
    string Stream => Auction;

    /// <summary>When it happened, by the clock that the rules go by.</summary>
    DateTimeOffset At { get; }
}
