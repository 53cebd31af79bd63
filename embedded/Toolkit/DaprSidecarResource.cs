using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

// The sidecar of api-1 is api-1-dapr, and its process api-1-dapr-cli, as the package names them.
internal sealed class DaprSidecarResource(IResource application) : Resource($"{application.Name}-dapr"), IDaprSidecarResource
{
    public IResource Application { get; } = application;

    public DaprSidecarOptions Options => Annotations.OfType<DaprSidecarOptionsAnnotation>().LastOrDefault()?.Options ?? new();

    public IEnumerable<IDaprComponentResource> Components =>
        Annotations.OfType<DaprComponentReferenceAnnotation>().Select(reference => reference.Component);
}
