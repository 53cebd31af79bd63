using Yarp.ReverseProxy.Forwarder;

namespace Auctions.Gateway.Forwarding;

/// <summary>The HTTP clients of the clusters.</summary>
/// <param name="log">YARP's own category.</param>
internal sealed class Clients(ILogger<ForwarderHttpClientFactory> log) : ForwarderHttpClientFactory(log)
{
    /// <summary>How long a connection may take. Replicas are near; what isn't there by then is tried elsewhere.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = ConnectTimeout;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new SendsOnce(handler);

    /// <summary>
    /// SocketsHttpHandler sends a request again by itself when a connection that was used before breaks under it, unless
    /// it has begun to send a body. That is no proof that nobody has the request; so what may change something always has
    /// a body, if an empty one.
    /// </summary>
    private sealed class SendsOnce(HttpMessageHandler handler) : DelegatingHandler(handler)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head && request.Method != HttpMethod.Options)
                request.Content ??= new ByteArrayContent([]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
