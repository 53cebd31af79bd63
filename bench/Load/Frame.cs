using System.Text.Json;

namespace Auctions.Load;

/// <summary>One message of a pusher, with what a watcher keeps in mind of it already read.</summary>
/// <param name="Type">The message's type.</param>
/// <param name="Seq">Its seq; of a snapshot, the view's; 0 where it has none.</param>
/// <param name="Command">The command of a raise.</param>
/// <param name="Json">The whole message; empty where the watcher keeps none.</param>
public readonly record struct Frame(string Type, long Seq, string? Command, ReadOnlyMemory<byte> Json)
{
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
            // A snapshot has its seq in the view, one level down.
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
