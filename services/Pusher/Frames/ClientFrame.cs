using System.Text.Json;

namespace Auctions.Pusher.Frames;

/// <summary>A frame from a client, as far as it can be understood.</summary>
/// <param name="Type">What the client asks for.</param>
/// <param name="Stream">The auction or the session; null where the frame names none. Where it names both, it is the auction.</param>
/// <param name="After">The last seq that the client has seen; null where the frame doesn't say.</param>
/// <param name="AfterIsBad">Whether the frame has an <c>after</c> that is not a seq.</param>
public sealed record ClientFrame(string Type, StreamName? Stream, long? After, bool AfterIsBad)
{
    /// <summary>The most bytes that a client's frame may have.</summary>
    public const int MaxBytes = 4_096;

    // Names are case-sensitive here, unlike in AuctionJson.
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads a frame. Members that are not known are ignored.</summary>
    /// <param name="utf8">The frame.</param>
    /// <returns>Null where the frame is not a JSON object with a <c>type</c>: such a frame is malformed.</returns>
    public static ClientFrame? TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<Members>(utf8, Json)?.ToFrame();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter is thrown for a string that is not valid text, such as half a surrogate pair.
            return null;
        }
    }

    // The members are JSON elements, because a member of the wrong kind is answered with an error and doesn't make the frame
    // malformed.
    private sealed record Members(JsonElement Type, JsonElement Auction, JsonElement Session, JsonElement After)
    {
        public ClientFrame? ToFrame()
        {
            var (auction, session) = (Text(Auction), Text(Session));
            StreamName? stream = auction is not null ? new(IsSession: false, auction) : session is not null ? new(IsSession: true, session) : null;
            long? after = After.ValueKind == JsonValueKind.Number && After.TryGetInt64(out var seq) && seq >= 0 ? seq : null;
            var afterIsBad = after is null && After.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
            return Text(Type) is { } type ? new ClientFrame(type, stream, after, afterIsBad) : null;
        }

        private static string? Text(JsonElement member) => member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }
}
