using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <inheritdoc cref="IDaprComponentResource"/>
/// <param name="name">The component's name, as its YAML has it.</param>
/// <param name="type">Such as <c>pubsub</c> or <c>state.redis</c>.</param>
public sealed class DaprComponentResource(string name, string type) : Resource(name), IDaprComponentResource
{
    /// <inheritdoc/>
    public string Type { get; } = type;

    /// <inheritdoc/>
    public DaprComponentOptions? Options { get; init; }
}
