using System.Text.Json;

namespace Auctions.Events;

/// <summary>
/// An event as JSON: the WebSocket message of the contract, <c>type</c> first. Written once, it goes into the head,
/// the CloudEvent and the sockets as it is.
/// </summary>
public static class EventJson
{
    /// <summary>Writes an event as UTF-8.</summary>
    public static byte[] Write(IAuctionEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), AuctionJson.Options);

    /// <summary>Reads an event, whichever its <c>type</c> says it is. Members that are not known are passed over.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="JsonException">It is no JSON, or its type is none of this version's.</exception>
    public static IAuctionEvent Read(ReadOnlySpan<byte> json) =>
        TypeOf(json) switch
        {
            "raised" => As<AuctionRaisedEvent>(json),
            "rejected" => As<RaiseRejectedEvent>(json),
            "opened" => As<AuctionOpenedEvent>(json),
            "closed" => As<AuctionClosedEvent>(json),
            "paused" => As<AuctionPausedEvent>(json),
            "resumed" => As<AuctionResumedEvent>(json),
            "cancelled" => As<AuctionCancelledEvent>(json),
            "increment" => As<IncrementChangedEvent>(json),
            "voided" => As<BidVoidedEvent>(json),
            "called" => As<LotCalledEvent>(json),
            "lot" => As<LotChangedEvent>(json),
            "session-closed" => As<SessionClosedEvent>(json),
            var other => throw new JsonException($"'{other}' is no type of event that is known here."),
        };

    private static TEvent As<TEvent>(ReadOnlySpan<byte> json)
        where TEvent : IAuctionEvent =>
        JsonSerializer.Deserialize<TEvent>(json, AuctionJson.Options)
        ?? throw new JsonException("An event is an object, and this is null.");

    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event is an object, and this is none.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String
                    ? reader.GetString()
                    : throw new JsonException("An event's type is a string.");
            reader.Skip();
        }

        throw new JsonException("An event has a type, and this has none.");
    }
}
