using Auctions.Gateway.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace Auctions.Gateway.Live;

/// <summary>
/// Puts a <see cref="LiveSocket"/> between YARP and the client of a WebSocket. Over HTTP/2 a WebSocket is no upgrade and
/// is not seen here; without TLS, as the gateway is served, there is none.
/// </summary>
internal sealed class WatchSockets(RequestDelegate next, LiveSockets sockets)
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
            // It opened in the very moment of the stop.
            if (!sockets.TryAdd(Socket))
                await Socket.CloseAsync(LiveDrain.ServiceRestart, LiveDrain.Reason, context.RequestAborted);
            return Socket;
        }
    }
}
