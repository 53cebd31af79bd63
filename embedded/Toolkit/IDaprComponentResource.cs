using Aspire.Hosting.ApplicationModel;

namespace CommunityToolkit.Aspire.Hosting.Dapr;

/// <summary>A Dapr component.</summary>
public interface IDaprComponentResource : IResource, IResourceWithWaitSupport
{
    /// <summary>Such as <c>pubsub</c> or <c>state.redis</c>.</summary>
    string Type { get; }

    /// <summary>How it is defined.</summary>
    DaprComponentOptions? Options { get; }
}
