using System.Text.Json;

namespace Auctions.Load;

/// <summary>One message of a pusher, with the fields that a watcher needs.</summary>
/// <param name="Type">The type of the message.</param>
/// <param name="Seq">The seq; for a snapshot the seq of the view; 0 if there is none.</param>
/// <param name="Command">The command of a raise.</param>
/// <param name="Json">The whole message; empty if the watcher does not keep it.</param>
public readonly record struct Frame(string Type, long Seq, string? Command, ReadOnlyMemory<byte> Json)
{
    /// <summary>Whether the message is an event, whose seq follows the one before without a gap.</summary>
    public bool IsEvent => Type is "raised" or "opened" or "closed" or "paused" or "resumed" or "cancelled" or "hammered" or "increment"
        or "extended" or "hold" or "voided" or "called" or "lot" or "session-closed";

    /// <summary>The message as a document.</summary>
    public JsonElement Read() => JsonDocument.Parse(Json).RootElement;

    internal static Frame Parse(ReadOnlySpan<byte> json, bool keep)
    {
        string type = "";
        string? command = null;
        long seq = 0;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            // The seq of a snapshot is in its view, one level further down.
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
                continue;
            if (reader.CurrentDepth == 1 && reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                seq = reader.GetInt64();
            }
            else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("command"u8))
            {
                reader.Read();
                command = reader.GetString();
            }
        }

        return new Frame(type, seq, command, keep ? json.ToArray() : default);
    }
}
