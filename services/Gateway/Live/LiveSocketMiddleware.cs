using Auctions.Gateway.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace Auctions.Gateway.Live;

/// <summary>
/// Puts a <see cref="LiveSocket"/> between YARP and the client of a WebSocket. A WebSocket over HTTP/2 is not an upgrade,
/// so this middleware would miss it; but the gateway is served without TLS, and then there is no HTTP/2.
/// </summary>
internal sealed class LiveSocketMiddleware(RequestDelegate next, LiveSockets sockets)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            await next(context);
            return;
        }

        if (sockets.IsRefusing)
        {
            await Problems.NotAccepted().ExecuteAsync(context);
            return;
        }

        var watched = new WatchedUpgrade(upgrade, context, sockets);
        context.Features.Set<IHttpUpgradeFeature>(watched);
        try
        {
            await next(context);
        }
        finally
        {
            if (watched.Socket is { } socket)
                sockets.Remove(socket);
        }
    }

    private sealed class WatchedUpgrade(IHttpUpgradeFeature upgrade, HttpContext context, LiveSockets sockets) : IHttpUpgradeFeature
    {
        public LiveSocket? Socket { get; private set; }

        public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            Socket = new LiveSocket(await upgrade.UpgradeAsync(), context);
            // The gateway began to stop while the socket opened.
            if (!sockets.TryAdd(Socket))
                await Socket.CloseAsync(LiveDrain.ServiceRestart, LiveDrain.Reason, context.RequestAborted);
            return Socket;
        }
    }
}
