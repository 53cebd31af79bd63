namespace Auctions.Events;

/// <summary>
/// Something that happened to an auction. An event's JSON is the WebSocket message of the contract and the data of
/// the CloudEvent, byte for byte: a pusher sends on what it received.
/// </summary>
public interface IAuctionEvent
{
    /// <summary>The WebSocket message's type, for example <c>raised</c>.</summary>
    string Type { get; }

    /// <summary>The CloudEvents type, for example <c>auctions.raised.v1</c>.</summary>
    string CloudEventType { get; }

    /// <summary>The auction's id.</summary>
    string Auction { get; }

    /// <summary>Whose history it is of: the auction's id, or the session's; the CloudEvent's subject.</summary>
    string Stream => Auction;
}
