using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Events;

namespace Auctions.Store;

/// <summary>An event together with its JSON, so that a head is written without serialising the event again.</summary>
[JsonConverter(typeof(Converter))]
public sealed class StoredEvent
{
    private readonly byte[] _json;

    /// <summary>Creates a stored event from a new event.</summary>
    public StoredEvent(ISequenced happened)
        : this(happened, EventJson.Write(happened))
    {
    }

    private StoredEvent(ISequenced happened, byte[] json)
    {
        Happened = happened;
        _json = json;
    }

    /// <summary>The event.</summary>
    public ISequenced Happened { get; }

    /// <summary>The event's place in its history, from 1.</summary>
    public long Seq => Happened.Seq;

    /// <summary>The event as <see cref="EventJson"/> writes it.</summary>
    public ReadOnlySpan<byte> Json => _json;

    internal sealed class Converter : JsonConverter<StoredEvent>
    {
        public override StoredEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var json = JsonMarshal.GetRawUtf8Value(JsonElement.ParseValue(ref reader)).ToArray();
            return EventJson.Read(json) is ISequenced happened
                ? new(happened, json)
                : throw new JsonException("A rejection is not part of an auction's history.");
        }

        public override void Write(Utf8JsonWriter writer, StoredEvent value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
