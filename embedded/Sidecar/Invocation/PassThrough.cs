using System.Net;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Invocation;

/// <summary>HTTP clients that change nothing of what they carry.</summary>
internal static class PassThrough
{
    /// <summary>A client that follows no redirect, keeps no cookie, unpacks nothing, and says the trace it is in.</summary>
    public static HttpMessageInvoker Client() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        ActivityHeadersPropagator = SpanPropagator.Instance,
    });
}
