using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Asks the service behind before a large body is sent (<c>Expect: 100-continue</c>). Without that, one that says 413 and
/// hangs up in the middle of the body would make a broken connection of its own answer.
/// </summary>
/// <remarks>
/// One case is left: megabytes in chunks, whose length nobody knows before. There the service can object only midway, and
/// the caller may get an unknown outcome in the place of a 413.
/// </remarks>
internal static class LargeBodies
{
    /// <summary>In bytes. What is smaller is on its way before anybody could object, and shouldn't wait.</summary>
    private const int LargeBytes = 16 * 1024;

    public static void AskFirst(TransformBuilderContext route) => route.AddRequestTransform(request =>
    {
        if (request.ProxyRequest.Content is not null && request.HttpContext.Request.ContentLength is null or > LargeBytes)
            request.ProxyRequest.Headers.ExpectContinue = true;
        return ValueTask.CompletedTask;
    });
}
