namespace Auctions.Events;

/// <summary>
/// An event of an auction or a session. Its JSON is both the data of the CloudEvent and the WebSocket message of the contract,
/// byte for byte, so that a pusher forwards what it receives.
/// </summary>
public interface IAuctionEvent
{
    /// <summary>The WebSocket message's type, for example <c>raised</c>.</summary>
    string Type { get; }

    /// <summary>The CloudEvents type, for example <c>auctions.raised.v1</c>.</summary>
    string CloudEventType { get; }

    /// <summary>The auction's id; for the end of a session, the session's id.</summary>
    string Auction { get; }

    /// <summary>The id of the auction or session whose history the event belongs to. It is the CloudEvent's subject.</summary>
    string Stream => Auction;
}
