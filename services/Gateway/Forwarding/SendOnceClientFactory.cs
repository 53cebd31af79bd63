using System.Globalization;
using Yarp.ReverseProxy.Forwarder;

namespace Auctions.Gateway.Forwarding;

/// <summary>Makes the HTTP clients of the clusters, which send a request that may change something only once.</summary>
/// <param name="log">YARP's own category.</param>
internal sealed class SendOnceClientFactory(ILogger<ForwarderHttpClientFactory> log) : ForwarderHttpClientFactory(log)
{
    /// <summary>How long connecting may take. Replicas are near; after this time the gateway tries another replica.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = ConnectTimeout;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        handler = new SendsOnce(handler);
        return context.NewMetadata?.GetValueOrDefault(SilenceLimit.MetadataName) is { } limit
            ? new SilenceLimit(handler, TimeSpan.Parse(limit, CultureInfo.InvariantCulture))
            : handler;
    }

    // By default a client is kept when only the metadata of its cluster changes.
    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context)
        && context.OldMetadata?.GetValueOrDefault(SilenceLimit.MetadataName) == context.NewMetadata?.GetValueOrDefault(SilenceLimit.MetadataName);

    /// <summary>
    /// When a reused connection breaks, SocketsHttpHandler sends the request again by itself, unless it has begun to send
    /// a body. The replica may have received the first request nevertheless. Therefore a request that may change
    /// something always gets a body, if only an empty one.
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
