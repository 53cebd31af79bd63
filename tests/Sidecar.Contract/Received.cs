using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidecar.Contract.Tests;

/// <summary>One request that an app got from its sidecar.</summary>
/// <param name="App">Which app.</param>
/// <param name="Path">At which path.</param>
/// <param name="Headers">With which headers.</param>
/// <param name="Body">The body as text.</param>
internal sealed record Received(string App, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    [JsonIgnore]
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    [JsonIgnore]
    public string? Answer => Json.TryGetProperty("data", out var data)
        && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("answer", out var answer)
            ? answer.GetString()
            : null;
}
