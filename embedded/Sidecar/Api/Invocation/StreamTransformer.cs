using Embedded.Sidecar.Hub;
using Yarp.ReverseProxy.Forwarder;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>Does for a streamed request what <see cref="InvocationHeaders"/> does for one that is read whole.</summary>
internal sealed class StreamTransformer(string caller, AppInstance callee, string target) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri($"{destinationPrefix}{target}");
        proxyRequest.Headers.Host = null;
        proxyRequest.Headers.Remove("dapr-app-id");
        proxyRequest.Headers.Remove("dapr-api-token");
        proxyRequest.Headers.Remove(InvocationHeaders.Caller);
        proxyRequest.Headers.Remove(InvocationHeaders.Callee);
        proxyRequest.Headers.Remove(InternalHeaders.Probe);
        InvocationHeaders.Add(httpContext, proxyRequest, caller, callee);
    }
}
