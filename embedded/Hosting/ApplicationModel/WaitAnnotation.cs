namespace Aspire.Hosting.ApplicationModel;

internal sealed class WaitAnnotation(IResource resource) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;
}
