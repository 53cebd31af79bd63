namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Component.</summary>
internal static class ComponentReader
{
    /// <summary>The types that this sidecar has; all of them live in the hub.</summary>
    public static readonly IReadOnlyList<string> KnownTypes = ["state.sqlite", "state.in-memory", "pubsub.in-memory"];

    /// <summary>Metadata with an effect, by the beginning of the type.</summary>
    private static readonly Dictionary<string, string[]> Effective = new(StringComparer.Ordinal)
    {
        ["state"] = ["keyPrefix"],
        ["pubsub"] = ["consumerID"],
    };

    /// <summary>Reads a component.</summary>
    /// <param name="document">The document.</param>
    /// <param name="appId">The app that wants to use it.</param>
    /// <param name="ignored">Is told what has no effect here.</param>
    /// <returns>The component; null where its scopes exclude the app.</returns>
    public static Component? Read(YamlField document, string appId, Action<string> ignored)
    {
        var name = document["metadata"]["name"].Text();
        var type = document["spec"]["type"].Text();
        if (!IsInScope(document, appId))
            return null;
        if (!KnownTypes.Contains(type, StringComparer.Ordinal))
            throw document["spec"]["type"].Bad($"'{type}' is not a type that the embedded sidecar has; known: {string.Join(", ", KnownTypes)}");

        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var effective = Effective[type[..type.IndexOf('.', StringComparison.Ordinal)]];
        foreach (var item in document["spec"]["metadata"].Items())
        {
            var key = item["name"].Text();
            if (item["secretKeyRef"].Exists)
                throw item["secretKeyRef"].Bad("is not supported by the embedded sidecar, which has no secret stores; use value");
            if (item["envRef"].Exists)
                throw item["envRef"].Bad("is not supported by the embedded sidecar; use value");
            metadata[key] = item["value"].OptionalText() ?? throw item["value"].Bad("is missing");
            if (!effective.Contains(key, StringComparer.OrdinalIgnoreCase))
                ignored($"component {name}: metadata {key} has no effect in the embedded sidecar");
        }

        return new Component(name, type, document["spec"]["version"].OptionalText() ?? "v1", metadata);
    }

    /// <summary>Whether a document without scopes, or with this app among them.</summary>
    public static bool IsInScope(YamlField document, string appId)
    {
        var scopes = document["scopes"].Items().Select(s => s.Text()).ToList();
        return scopes.Count == 0 || scopes.Contains(appId, StringComparer.Ordinal);
    }
}
