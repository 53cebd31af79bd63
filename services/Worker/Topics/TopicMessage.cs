using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Lifecycle;
using Auctions.Raising;

namespace Auctions.Worker.Topics;

/// <summary>
/// A command from the topic. A message with a <c>type</c> has the fields of the command of that name, which may be any of
/// <see cref="AuctionCommands.All"/>. A message without one has the fields of an HTTP request's body, and also <c>command</c>,
/// <c>user</c> and <c>auction</c>: with an amount or a maximum it is a raise, otherwise a new auction.
/// </summary>
/// <param name="Type">The command's name.</param>
/// <param name="Payload">The command as JSON.</param>
internal sealed record TopicMessage(string Type, byte[] Payload)
{
    private const string TypeField = "type";

    // A misspelt field must not be ignored: it may be the reserve.
    private static readonly CommandCatalog Strict = new(
        new(AuctionJson.Options)
        {
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        },
        AuctionCommands.All);

    /// <summary>Reads a message.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="receivedAt">When the broker received the message. It replaces the message's own <c>receivedAt</c>.</param>
    /// <exception cref="JsonException">The message can't be read as a command. The exception says why.</exception>
    public static TopicMessage Read(ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        var message = JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
            ?? throw new JsonException("the message is not a JSON object");
        var (type, command) = message.ContainsKey(TypeField) ? Typed(message) : Untyped(message);
        command["receivedAt"] = receivedAt;
        var payload = JsonSerializer.SerializeToUtf8Bytes(command);
        Strict.Read(type, payload);
        return new(type, payload);
    }

    private static (string Type, JsonObject Command) Typed(JsonObject message) =>
        Take(message, TypeField) is JsonValue value && value.TryGetValue<string>(out var type) && Strict.Names.Contains(type)
            ? (type, message)
            : throw new JsonException($"type must be one of: {string.Join(", ", Strict.Names)}");

    private static (string Type, JsonObject Command) Untyped(JsonObject message)
    {
        var command = new JsonObject { ["commandId"] = Take(message, "command"), ["auction"] = Take(message, "auction") };
        var user = Take(message, "user");
        var amount = Take(message, "amount");
        var maximum = Take(message, "maximum");
        if (amount is null && maximum is null)
        {
            command["seller"] = user;
            command["terms"] = Terms(message);
            return (CommandCatalog.NameOf<OpenAuctionCommand>(), command);
        }

        if (message.Count > 0)
            throw new JsonException($"a raise has no field '{message.First().Key}'");
        command["bidder"] = user;
        command["amount"] = amount;
        command["maximum"] = maximum;
        return (CommandCatalog.NameOf<AuctionRaiseCommand>(), command);
    }

    // The body of an HTTP request differs from the terms in two ways: it names no session, and these two fields may be null.
    private static JsonObject Terms(JsonObject body)
    {
        if (body.ContainsKey("session"))
            throw new JsonException("a new auction has no field 'session'");
        foreach (var field in (string[])["ladderOnly", "buyNowUntil"])
            if (body[field] is null)
                body.Remove(field);
        return body;
    }

    /// <summary>Removes a field, so that it can become a part of another object. Returns null where it is null or missing.</summary>
    private static JsonNode? Take(JsonObject message, string field)
    {
        var value = message[field];
        message.Remove(field);
        return value;
    }
}
