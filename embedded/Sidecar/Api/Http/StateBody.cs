using System.Text;
using System.Text.Json;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.Hub;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Http;

/// <summary>Reads the bodies of the HTTP state API.</summary>
internal static class StateBody
{
    /// <summary>The writes of a save, whose body is a list of items.</summary>
    /// <exception cref="DaprError">The body can't be read.</exception>
    public static List<StateWrite> Saves(byte[] body)
    {
        using var document = Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(item => Write(item, isDelete: false))]
            : throw DaprError.Malformed("the body must be a list of items, each with a key and a value");
    }

    /// <summary>The operations of a transaction.</summary>
    /// <exception cref="DaprError">The body can't be read.</exception>
    public static List<StateWrite> Operations(byte[] body)
    {
        using var document = Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
            throw DaprError.Malformed("operations is missing or no list");
        return [.. operations.EnumerateArray().Select(Operation)];
    }

    /// <summary>The keys of a bulk read.</summary>
    /// <exception cref="DaprError">The body can't be read.</exception>
    public static List<string> Keys(byte[] body)
    {
        using var document = Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? [.. keys.EnumerateArray().Select(key => Text(key) ?? throw DaprError.Malformed("keys has an item that is no text"))]
                : throw DaprError.Malformed("keys is missing or no list");
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException broken)
        {
            throw DaprError.Malformed(broken.Message);
        }
    }

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static StateWrite Operation(JsonElement operation)
    {
        if (operation.ValueKind != JsonValueKind.Object || !operation.TryGetProperty("operation", out var name) || Text(name) is not { } kind)
            throw DaprError.Malformed("an item of operations has no operation");
        if (kind is not ("upsert" or "delete"))
            throw DaprError.InvalidArgument("ERR_NOT_SUPPORTED_STATE_OPERATION", $"operation type {kind} not supported");
        return operation.TryGetProperty("request", out var request)
            ? Write(request, kind == "delete")
            : throw DaprError.Malformed("request is missing in an operation");
    }

    private static StateWrite Write(JsonElement item, bool isDelete)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("key", out var key) || Text(key) is not { Length: > 0 } name)
            throw DaprError.Malformed("an item has no key");
        // With an explicit type, because a byte[] that is null would become an empty value.
        ReadOnlyMemory<byte>? value = null;
        if (!isDelete)
            value = item.TryGetProperty("value", out var given) ? Encoding.UTF8.GetBytes(given.GetRawText()) : "null"u8.ToArray();
        var etag = item.TryGetProperty("etag", out var tag) ? Text(tag) : null;
        var isFirst = item.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("concurrency", out var concurrency)
            && (Text(concurrency) ?? throw DaprError.Malformed("options.concurrency of an item is no text")) == "first-write";
        var ttl = item.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("ttlInSeconds", out var seconds) ? StateStore.ParseTtl(seconds.ToString()) : null;
        return new StateWrite(name, value, string.IsNullOrEmpty(etag) ? null : etag, isFirst, ttl);
    }
}
