using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Tries one replica after the other, each at most once, for as long as none can have the request. Nothing is kept for
/// that: the body is read only once a connection is there, and from then on no other replica gets the request.
/// </summary>
internal sealed class NextReplica(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var left = proxy.AvailableDestinations;
        while (true)
        {
            await next(context);
            if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted)
                return;
            if (Failures.CallerHasGone(context))
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return;
            }

            left = [.. left.Where(destination => destination != proxy.ProxiedDestination)];
            if (left.Count == 0 || !Failures.MayGoToAnother(context.Request, failure))
            {
                var problem = Failures.ProblemOf(context.Request, failure);
                context.Response.Clear();
                await problem.ExecuteAsync(context);
                return;
            }

            Reset(context, proxy, left);
        }
    }

    private static void Reset(HttpContext context, IReverseProxyFeature proxy, IReadOnlyList<DestinationState> left)
    {
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        proxy.ProxiedDestination = null;
        proxy.AvailableDestinations = left;
    }
}
