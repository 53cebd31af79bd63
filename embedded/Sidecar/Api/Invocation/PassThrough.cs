using System.Net;
using Embedded.Sidecar.Tracing;

namespace Embedded.Sidecar.Api.Invocation;

/// <summary>HTTP clients that pass requests and responses on unchanged.</summary>
internal static class PassThrough
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(5);

    /// <summary>A client that follows no redirect, keeps no cookie, decompresses nothing, and propagates the trace.</summary>
    /// <param name="noticeDeadConnections">
    /// Whether an HTTP/2 connection without an answer is given up. Without that, a connection whose network was silent for a
    /// while would still be used, and would be of no use for minutes.
    /// </param>
    public static HttpMessageInvoker Client(bool noticeDeadConnections = false) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingDelay = noticeDeadConnections ? PingAfter : Timeout.InfiniteTimeSpan,
        KeepAlivePingTimeout = PingAfter,
        ActivityHeadersPropagator = SpanPropagator.Instance,
    });
}
