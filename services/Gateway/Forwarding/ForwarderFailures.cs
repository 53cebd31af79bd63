using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Forwarder;

namespace Auctions.Gateway.Forwarding;

/// <summary>What the gateway knows about a request that got no answer.</summary>
internal static class ForwarderFailures
{
    /// <summary>
    /// Whether there was no connection, so that not a byte of the request was sent. An
    /// <see cref="HttpRequestError.ConnectionError"/> means a failed connect; a lost connection is
    /// <see cref="HttpRequestError.Unknown"/> or <see cref="HttpRequestError.ResponseEnded"/>. A connect that took too
    /// long is a cancellation with an inner <see cref="TimeoutException"/>. A cancellation by YARP's own time limit has
    /// none, and then the request may have arrived.
    /// </summary>
    public static bool WasNeverConnected(IForwarderErrorFeature failure) => failure.Exception switch
    {
        HttpRequestException { HttpRequestError: var error } => error
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>Whether certainly no replica received the request.</summary>
    public static bool WasNotReceived(IForwarderErrorFeature failure) =>
        failure.Error == ForwarderError.NoAvailableDestinations || WasNeverConnected(failure);

    /// <summary>Whether the replica was silent for as long as <see cref="SilenceLimit"/> allows.</summary>
    public static bool WasSilent(IForwarderErrorFeature failure) => failure.Exception is TimeoutException;

    /// <summary>
    /// Whether another replica may get the request: if this one certainly did not receive it, or if it lost the request or
    /// was silent, and the request may be sent twice. After the cluster's ActivityTimeout, which YARP reports as another
    /// error, the caller's time is used up.
    /// </summary>
    public static bool MayGoToAnother(HttpRequest request, IForwarderErrorFeature failure) =>
        WasNotReceived(failure) || (failure.Error == ForwarderError.Request && MayBeSentTwice(request));

    /// <summary>Whether two replicas may receive the request: it changes nothing, and has no body, which is read only once.</summary>
    public static bool MayBeSentTwice(HttpRequest request) => ChangesNothing(request)
        && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true };

    /// <summary>Whether the caller has closed its connection, so that an answer would reach nobody.</summary>
    public static bool CallerHasGone(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested is not true;

    /// <summary>The answer for the caller.</summary>
    public static IResult ProblemOf(HttpRequest request, IForwarderErrorFeature failure) => failure.Error switch
    {
        _ when WasNotReceived(failure) => Problems.NotAccepted(),
        ForwarderError.RequestCreation => Problems.Unreadable(StatusCodes.Status400BadRequest),
        ForwarderError.RequestBodyClient => Problems.Unreadable(request.HttpContext.Response.StatusCode),
        _ => ChangesNothing(request) ? Problems.Unavailable() : Problems.UnknownOutcome(),
    };

    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
