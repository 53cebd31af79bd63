namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says things of a resource that is in the application.</summary>
/// <typeparam name="T">The kind of the resource.</typeparam>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The application to which the resource was added.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }
}
