using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Sessions;

namespace Auctions.Catalog;

/// <summary>
/// The fields of a command that an error report or an operator may see. Shown is what reproduces a failure and what everybody sees
/// once the command succeeds. Hidden are a bidder's figures, also the amount of a raise, which nobody has seen as long as it stands
/// nowhere; the reserve; who sent the command; and free text, which may name people. A field in neither list is left out, and
/// <c>tests/Auctions/When_a_command_is_reported.cs</c> fails until somebody has decided.
/// </summary>
/// <param name="Shown">The paths of the fields whose values are shown, for example <c>terms.currency</c>. Lists add nothing to a path.</param>
/// <param name="Hidden">The paths of the fields of which only the kind of the value is shown.</param>
public sealed record ReportedFields(IReadOnlySet<string> Shown, IReadOnlySet<string> Hidden)
{
    private const int MostElements = 20;

    private static readonly string[] ShownTerms =
    [
        "currency", "startingPrice", "increments.from", "increments.step", "opensAt", "closesAt", "ladderOnly", "buyNowPrice", "buyNowUntil",
        "softClose.window", "softClose.extension", "softClose.maxTotal", "session.id", "session.lot", "session.awaitsTurn",
    ];

    private static readonly string[] HiddenTerms = ["title", "reservePrice"];

    /// <summary>The fields of every command, by the command's name.</summary>
    public static FrozenDictionary<string, ReportedFields> All { get; } = new Dictionary<string, ReportedFields>
    {
        [CommandCatalog.NameOf<AuctionRaiseCommand>()] = new(
            Set("commandId", "auction", "receivedAt", "acceptBy"),
            Set("bidder", "amount", "maximum")),
        [CommandCatalog.NameOf<OpenAuctionCommand>()] = new(
            Set(["commandId", "auction", "receivedAt", .. Under("terms", ShownTerms)]),
            Set(["seller", .. Under("terms", HiddenTerms)])),
        [CommandCatalog.NameOf<OpenSessionCommand>()] = new(
            Set([
                "commandId", "session", "receivedAt", "terms.opensAt", "terms.gap", "terms.interval", "terms.lots.duration",
                .. Under("terms.lots.terms", ShownTerms)]),
            Set(["seller", "terms.title", .. Under("terms.lots.terms", HiddenTerms)])),
        [CommandCatalog.NameOf<AuctioneerCommand>()] = new(
            Set("commandId", "auction", "wish", "receivedAt", "step", "bid", "by", "acceptBy"),
            Set("user", "why")),
    }.ToFrozenDictionary();

    /// <summary>A command with the values of its shown fields, and with the kinds of the values of its hidden ones.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="written">The command as <see cref="CommandCatalog.Write{TCommand}"/> writes it.</param>
    /// <returns>The command; null where there is no command of that name.</returns>
    public static JsonElement? Redact(string command, JsonElement written) =>
        All.GetValueOrDefault(command)?.Redact(written, "") is { } redacted ? JsonSerializer.SerializeToElement(redacted) : null;

    private static HashSet<string> Set(params string[] paths) => new(paths, StringComparer.Ordinal);

    private static IEnumerable<string> Under(string path, IEnumerable<string> fields) => fields.Select(field => $"{path}.{field}");

    private JsonNode? Redact(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => RedactFields(value, path),
        JsonValueKind.Array => RedactElements(value, path),
        _ when Shown.Contains(path) => JsonSerializer.SerializeToNode(value),
        _ when Hidden.Contains(path) => $"({KindOf(value)})",
        _ => null,
    };

    private JsonObject RedactFields(JsonElement value, string path)
    {
        var redacted = new JsonObject();
        foreach (var field in value.EnumerateObject())
            if (Redact(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}") is { } shown)
                redacted[field.Name] = shown;
        return redacted;
    }

    private JsonArray RedactElements(JsonElement value, string path)
    {
        var redacted = new JsonArray();
        foreach (var element in value.EnumerateArray().Take(MostElements))
            redacted.Add(Redact(element, path));
        if (value.GetArrayLength() > MostElements)
            redacted.Add(FormattableString.Invariant($"({value.GetArrayLength() - MostElements} more)"));
        return redacted;
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => "number",
        JsonValueKind.String => "text",
        _ => "value",
    };
}
