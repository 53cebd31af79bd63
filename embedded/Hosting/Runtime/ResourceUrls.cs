using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// The URLs that are shown for a resource: one for each endpoint, as AppHost.cs changed it, and those it added.
internal static class ResourceUrls
{
    public static IReadOnlyList<ResourceUrlAnnotation> Of(IResource resource)
    {
        if (resource is not ProjectResource project)
            return [];
        List<ResourceUrlAnnotation> urls = [];
        foreach (var endpoint in project.Endpoints())
        {
            var reference = project.GetEndpoint(endpoint.Name);
            var url = new ResourceUrlAnnotation { Url = reference.Url, Endpoint = reference };
            urls.Add(url);
            foreach (var callback in project.Annotations.OfType<UrlCallbackAnnotation>().Where(callback => callback.Endpoint == endpoint.Name))
            {
                callback.Change?.Invoke(url);
                if (callback.Add?.Invoke(reference) is { } added)
                    urls.Add(added);
            }
        }

        foreach (var url in urls.Where(url => url.Url.StartsWith('/')))
            url.Url = $"{(url.Endpoint ?? urls[0].Endpoint)!.Url}{url.Url}";
        return urls;
    }
}
