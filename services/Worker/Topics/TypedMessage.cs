using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Bus;
using Auctions.Catalog;

namespace Auctions.Worker.Topics;

/// <summary>
/// A message that says its <c>type</c>: the name of a command, and beside it the fields of that command. Every command of
/// <see cref="AuctionCommands.All"/> can be sent so.
/// </summary>
/// <param name="Type">The command's name.</param>
/// <param name="Payload">The command as JSON, received when the broker got the message.</param>
internal sealed record TypedMessage(string Type, byte[] Payload)
{
    private const string TypeField = "type";

    // A field that is misspelt must not be left out silently: it may be a reserve.
    private static readonly CommandCatalog Strict = new(
        new(AuctionJson.Options)
        {
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        },
        AuctionCommands.All);

    /// <summary>Reads a message.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="receivedAt">When the broker got the message; what the message itself says of that doesn't count.</param>
    /// <param name="problem">Why it is no command, where the answer is null and there is a type; null where there is none.</param>
    public static TypedMessage? Read(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, out string? problem)
    {
        problem = null;
        if (Parse(body) is not { } message || !message.TryGetPropertyValue(TypeField, out var type))
            return null;
        if (type is not JsonValue value || !value.TryGetValue<string>(out var name) || !Strict.Names.Contains(name))
        {
            problem = $"type is none of: {string.Join(", ", Strict.Names)}";
            return null;
        }

        message.Remove(TypeField);
        message["receivedAt"] = receivedAt;
        var payload = JsonSerializer.SerializeToUtf8Bytes(message);
        try
        {
            Strict.Read(name, payload);
            return new(name, payload);
        }
        catch (JsonException unreadable)
        {
            problem = unreadable.Message;
            return null;
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            // The reader of messages without a type says what is wrong.
            return null;
        }
    }
}
