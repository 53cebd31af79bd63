using System.Text.Json;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Live;

/// <summary>A frame from a client, as far as it can be understood.</summary>
/// <param name="Type">What it wants.</param>
/// <param name="Stream">The auction or the session; null where the frame names none. An auction goes before a session.</param>
/// <param name="After">The last seq seen; null where not said.</param>
/// <param name="AfterIsBad">Whether <c>after</c> was there but is no whole number of 0 or more.</param>
public sealed record ClientFrame(string Type, StreamName? Stream, long? After, bool AfterIsBad)
{
    /// <summary>The most bytes that a client's frame may have.</summary>
    public const int MaxBytes = 4_096;

    /// <summary>Reads a frame. Members that are not known are passed over.</summary>
    /// <param name="utf8">The frame.</param>
    /// <returns>Null where it is no JSON object with a <c>type</c>: such a frame is malformed.</returns>
    public static ClientFrame? TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Read(utf8);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter is what the reader throws for a string that is no text, such as half a surrogate pair.
            return null;
        }
    }

    private static ClientFrame? Read(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;

        string? type = null, auction = null, session = null;
        long? after = null;
        var afterIsBad = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
                type = ReadString(ref json);
            else if (json.ValueTextEquals("auction"u8))
                auction = ReadString(ref json);
            else if (json.ValueTextEquals("session"u8))
                session = ReadString(ref json);
            else if (json.ValueTextEquals("after"u8))
                (after, afterIsBad) = ReadAfter(ref json);
            else
                json.Skip();
        }

        // Reading on shows whether something follows the object.
        return json.Read() || type is null ? null : new ClientFrame(type, Named(auction, session), after, afterIsBad);
    }

    private static StreamName? Named(string? auction, string? session) =>
        auction is not null ? new(IsSession: false, auction) : session is not null ? new(IsSession: true, session) : null;

    private static string? ReadString(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return json.GetString();
        json.Skip();
        return null;
    }

    private static (long? After, bool IsBad) ReadAfter(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return (null, false);
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var after) && after >= 0)
            return (after, false);
        json.Skip();
        return (null, true);
    }
}
