using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

internal sealed class DaprComponentResource(string name, string type, DaprComponentOptions? options) : Resource(name), IDaprComponentResource
{
    public string Type { get; } = type;

    public DaprComponentOptions? Options { get; } = options;
}
