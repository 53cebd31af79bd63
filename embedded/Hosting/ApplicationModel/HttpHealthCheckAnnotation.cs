namespace Aspire.Hosting.ApplicationModel;

internal sealed class HttpHealthCheckAnnotation(string endpoint, string path, int statusCode) : IResourceAnnotation
{
    public string Endpoint { get; } = endpoint;

    public string Path { get; } = path;

    public int StatusCode { get; } = statusCode;
}
