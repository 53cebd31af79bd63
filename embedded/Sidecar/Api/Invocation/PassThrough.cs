using System.Net;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>HTTP clients that pass requests and responses on unchanged.</summary>
internal static class PassThrough
{
    /// <summary>A client that follows no redirect, keeps no cookie, decompresses nothing, and propagates the trace.</summary>
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
