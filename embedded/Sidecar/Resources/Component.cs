namespace Embedded.Sidecar.Resources;

/// <summary>A component that this app may use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, for example <c>state.sqlite</c>.</param>
/// <param name="Version">Its version, for example <c>v1</c>.</param>
/// <param name="Metadata">What its file sets, by name without regard to case.</param>
internal sealed record Component(string Name, string Type, string Version, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Whether it is a store.</summary>
    public bool IsState => Type.StartsWith("state.", StringComparison.Ordinal);

    /// <summary>Whether it is a broker.</summary>
    public bool IsPubSub => Type.StartsWith("pubsub.", StringComparison.Ordinal);

    /// <summary>What the API says that it can do.</summary>
    public IReadOnlyList<string> Capabilities => IsState ? ["ETAG", "TRANSACTIONAL", "TTL"] : [];
}
