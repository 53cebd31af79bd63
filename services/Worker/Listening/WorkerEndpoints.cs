using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Auctions.Worker.Listening;

/// <summary>
/// The worker's two endpoints. Kestrel can't serve HTTP/1.1 and HTTP/2 on one cleartext port, so gRPC has its own port
/// (<c>GRPC_PORT</c>, 8081) beside the port for health (<c>HTTP_PORT</c>, 8080). Only the worker's own sidecar calls it, so both
/// ports are on loopback, except in a container, where the sidecar runs in another container.
/// </summary>
internal static class WorkerEndpoints
{
    public static void ListenOnGrpcAndHttp(this WebApplicationBuilder builder)
    {
        // ASPNETCORE_URLS and the like are ignored: they are meant for services with one endpoint.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var onAnyIp = context.Configuration.GetValue<bool>("DOTNET_RUNNING_IN_CONTAINER");
            kestrel.AddServerHeader = false;
            Listen(kestrel, onAnyIp, Port(context.Configuration, "GRPC_PORT", 8081), HttpProtocols.Http2);
            Listen(kestrel, onAnyIp, Port(context.Configuration, "HTTP_PORT", 8080), HttpProtocols.Http1);
        });
    }

    private static void Listen(KestrelServerOptions kestrel, bool onAnyIp, int port, HttpProtocols protocols)
    {
        if (onAnyIp)
            kestrel.ListenAnyIP(port, listen => listen.Protocols = protocols);
        else if (port == 0)
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = protocols);
        else
            kestrel.ListenLocalhost(port, listen => listen.Protocols = protocols);
    }

    private static int Port(IConfiguration configuration, string name, int defaultPort)
    {
        var value = configuration[name];
        if (string.IsNullOrEmpty(value))
            return defaultPort;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new InvalidOperationException($"{name} is '{value}'; it must be a port, from 0 (any free one) to {IPEndPoint.MaxPort}.");
    }
}
