using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Auctions.Gateway.Forwarding;

/// <summary>
/// Tries one replica after the other, each at most once. A request that changes something goes to another replica only if
/// none of them can have received it. The body needs no buffer: it is read only once there is a connection, and from then
/// on no other replica gets the request.
/// </summary>
internal sealed class NextReplicaMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var left = proxy.AvailableDestinations;
        while (true)
        {
            SilenceLimit.Set(context, applies: left.Count > 1 && ForwarderFailures.MayBeSentTwice(context.Request));
            await next(context);
            if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted)
                return;
            if (ForwarderFailures.CallerHasGone(context))
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return;
            }

            left = [.. left.Where(destination => destination != proxy.ProxiedDestination)];
            if (left.Count == 0 || !ForwarderFailures.MayGoToAnother(context.Request, failure))
            {
                var problem = ForwarderFailures.ProblemOf(context.Request, failure);
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
