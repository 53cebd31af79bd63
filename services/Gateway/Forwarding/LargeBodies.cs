using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Asks the service before a large body is sent (<c>Expect: 100-continue</c>). Otherwise a service that answers 413 and
/// closes the connection in the middle of the body would look like a broken connection.
/// </summary>
/// <remarks>
/// One case remains: a body of megabytes in chunks, whose length is not known beforehand. The service can refuse such a
/// body only midway, and the caller may get an unknown outcome instead of a 413.
/// </remarks>
internal static class LargeBodies
{
    /// <summary>In bytes. A smaller body is sent at once: it arrives before the service could refuse it.</summary>
    private const int LargeBytes = 16 * 1024;

    public static void AskFirst(TransformBuilderContext route) => route.AddRequestTransform(request =>
    {
        if (request.ProxyRequest.Content is not null && request.HttpContext.Request.ContentLength is null or > LargeBytes)
            request.ProxyRequest.Headers.ExpectContinue = true;
        return ValueTask.CompletedTask;
    });
}
