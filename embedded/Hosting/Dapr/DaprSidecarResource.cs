using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// What the process of the sidecar is called follows the toolkit: the sidecar of api is api-dapr, its process api-dapr-cli.
internal sealed class DaprSidecarResource(IResource application) : Resource($"{application.Name}-dapr"), IDaprSidecarResource
{
    public IResource Application { get; } = application;

    public DaprSidecarOptions Options { get; set; } = new();

    public List<IDaprComponentResource> Components { get; } = [];
}
