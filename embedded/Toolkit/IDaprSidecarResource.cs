using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <summary>The sidecar of a resource.</summary>
public interface IDaprSidecarResource : IResource, IResourceWithWaitSupport;
