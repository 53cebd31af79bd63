namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Component.</summary>
internal static class ComponentReader
{
    /// <summary>The component types that this sidecar has, all of them in the hub.</summary>
    public static readonly IReadOnlyList<string> KnownTypes = ["state.sqlite", "state.in-memory", "pubsub.in-memory"];

    /// <summary>The metadata that has an effect, by the first part of the type.</summary>
    private static readonly Dictionary<string, string[]> Effective = new(StringComparer.Ordinal)
    {
        ["state"] = ["keyPrefix"],
        ["pubsub"] = ["consumerID"],
    };

    /// <summary>Reads a component.</summary>
    /// <param name="document">The document.</param>
    /// <param name="appId">The sidecar's app.</param>
    /// <param name="ignored">Is told which metadata has no effect here.</param>
    /// <returns>The component; null where its scopes exclude the app.</returns>
    /// <exception cref="ResourceException">A field is missing or wrong.</exception>
    public static Component? Read(YamlField document, string appId, Action<string> ignored)
    {
        var name = document["metadata"]["name"].Text();
        var type = document["spec"]["type"].Text();
        if (!IsInScope(document, appId))
            return null;
        if (!KnownTypes.Contains(type, StringComparer.Ordinal))
            throw document["spec"]["type"].Error($"'{type}' is not a type that the embedded sidecar has; known: {string.Join(", ", KnownTypes)}");

        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var effective = Effective[type[..type.IndexOf('.', StringComparison.Ordinal)]];
        foreach (var item in document["spec"]["metadata"].Items())
        {
            var key = item["name"].Text();
            if (item["secretKeyRef"].Exists)
                throw item["secretKeyRef"].Error("is not supported by the embedded sidecar, which has no secret stores; use value");
            if (item["envRef"].Exists)
                throw item["envRef"].Error("is not supported by the embedded sidecar; use value");
            metadata[key] = item["value"].OptionalText() ?? throw item["value"].Error("is missing");
            if (!effective.Contains(key, StringComparer.OrdinalIgnoreCase))
                ignored($"component {name}: metadata {key} has no effect in the embedded sidecar");
        }

        return new Component(name, type, document["spec"]["version"].OptionalText() ?? "v1", metadata);
    }

    /// <summary>Whether a document has no scopes, or has this app among them.</summary>
    public static bool IsInScope(YamlField document, string appId)
    {
        var scopes = document["scopes"].Items().Select(s => s.Text()).ToList();
        return scopes.Count == 0 || scopes.Contains(appId, StringComparer.Ordinal);
    }
}

/// <summary>A component that the app may use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, for example <c>state.sqlite</c>.</param>
/// <param name="Version">Its version, for example <c>v1</c>.</param>
/// <param name="Metadata">The metadata of its file; case doesn't matter in a name.</param>
internal sealed record Component(string Name, string Type, string Version, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Whether the component is a state store.</summary>
    public bool IsState => Type.StartsWith("state.", StringComparison.Ordinal);

    /// <summary>Whether the component is a broker.</summary>
    public bool IsPubSub => Type.StartsWith("pubsub.", StringComparison.Ordinal);

    /// <summary>The capabilities that the metadata API returns.</summary>
    public IReadOnlyList<string> Capabilities => IsState ? ["ETAG", "TRANSACTIONAL", "TTL"] : [];
}
