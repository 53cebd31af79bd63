using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Bus;
using Auctions.Catalog;

namespace Auctions.Worker.Topics;

/// <summary>
/// A message with a <c>type</c>, which is the name of a command, and the fields of that command. Every command of
/// <see cref="AuctionCommands.All"/> can be sent this way.
/// </summary>
/// <param name="Type">The command's name.</param>
/// <param name="Payload">The command as JSON.</param>
internal sealed record TypedMessage(string Type, byte[] Payload)
{
    private const string TypeField = "type";

    // A misspelt field must not be ignored: it may be the reserve.
    private static readonly CommandCatalog Strict = new(
        new(AuctionJson.Options)
        {
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        },
        AuctionCommands.All);

    /// <summary>Reads a message.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="receivedAt">When the broker received the message. It replaces the message's own <c>receivedAt</c>.</param>
    /// <param name="problem">What is wrong with the command; null where the command is valid or the message has no type.</param>
    /// <returns>The message; null where it has no type or is invalid.</returns>
    public static TypedMessage? Read(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, out string? problem)
    {
        problem = null;
        if (Parse(body) is not { } message || !message.TryGetPropertyValue(TypeField, out var type))
            return null;
        if (type is not JsonValue value || !value.TryGetValue<string>(out var name) || !Strict.Names.Contains(name))
        {
            problem = $"type must be one of: {string.Join(", ", Strict.Names)}";
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
            // TopicMessage reports the problem.
            return null;
        }
    }
}
