using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Forwarder;

namespace Auctions.Gateway.Forwarding;

/// <summary>What is known of a request that got no answer.</summary>
internal static class Failures
{
    /// <summary>
    /// There was no connection, so not a byte of the request has left. An <see cref="HttpRequestError.ConnectionError"/>
    /// is no lost connection; that one is <see cref="HttpRequestError.Unknown"/> or
    /// <see cref="HttpRequestError.ResponseEnded"/>. A connect that took too long is a cancellation by a
    /// <see cref="TimeoutException"/>, whereas one by YARP's own time limit, whose request may be anywhere, has none.
    /// </summary>
    public static bool WasNeverConnected(IForwarderErrorFeature failure) => failure.Exception is
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
        or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>Whether nobody can have taken the request.</summary>
    public static bool WasNotTaken(IForwarderErrorFeature failure) =>
        failure.Error == ForwarderError.NoAvailableDestinations || WasNeverConnected(failure);

    /// <summary>
    /// Whether another replica may get it: where this one can't have it, or has lost it and it changes nothing. One that
    /// was silent for as long as it may be has used up the time of the caller.
    /// </summary>
    public static bool MayGoToAnother(HttpRequest request, IForwarderErrorFeature failure) =>
        WasNotTaken(failure) || (failure.Error == ForwarderError.Request && ChangesNothing(request));

    /// <summary>Whether the caller has gone, so that nobody is there to read an answer.</summary>
    public static bool CallerHasGone(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested is not true;

    /// <summary>What the caller is told.</summary>
    public static IResult ProblemOf(HttpRequest request, IForwarderErrorFeature failure) => failure.Error switch
    {
        _ when WasNotTaken(failure) => Problems.NotAccepted(),
        ForwarderError.RequestCreation => Problems.Unreadable(StatusCodes.Status400BadRequest),
        ForwarderError.RequestBodyClient => Problems.Unreadable(request.HttpContext.Response.StatusCode),
        _ => ChangesNothing(request) ? Problems.Unavailable() : Problems.UnknownOutcome(),
    };

    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
