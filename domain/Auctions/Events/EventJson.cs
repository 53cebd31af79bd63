using System.Text.Json;

namespace Auctions.Events;

/// <summary>
/// An event as JSON: the WebSocket message of the contract, <c>type</c> first. The head, the CloudEvent's data and the sockets
/// carry the same bytes.
/// </summary>
public static class EventJson
{
    /// <summary>Writes an event as UTF-8.</summary>
    public static byte[] Write(IAuctionEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), AuctionJson.Options);

    /// <summary>Reads an event of the type that its <c>type</c> names. Unknown members are ignored.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="JsonException">The text is not JSON, or this version doesn't know the type of the event.</exception>
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
            "hammered" => As<AuctionHammeredEvent>(json),
            "extended" => As<AuctionExtendedEvent>(json),
            "hold" => As<HoldChangedEvent>(json),
            "increment" => As<IncrementChangedEvent>(json),
            "voided" => As<BidVoidedEvent>(json),
            "called" => As<LotCalledEvent>(json),
            "lot" => As<LotChangedEvent>(json),
            "session-closed" => As<SessionClosedEvent>(json),
            var other => throw new JsonException($"'{other}' is not a known type of event."),
        };

    private static TEvent As<TEvent>(ReadOnlySpan<byte> json)
        where TEvent : IAuctionEvent =>
        JsonSerializer.Deserialize<TEvent>(json, AuctionJson.Options)
        ?? throw new JsonException("An event must be an object, but the JSON is null.");

    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event must be an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String
                    ? reader.GetString()
                    : throw new JsonException("An event's type must be a string.");
            reader.Skip();
        }

        throw new JsonException("The event has no type.");
    }
}
