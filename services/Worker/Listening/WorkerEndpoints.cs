using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Auctions.Worker.Listening;

/// <summary>
/// The worker's two doors. Kestrel can't tell HTTP/1.1 from HTTP/2 on one cleartext port, so gRPC has a port of its
/// own (<c>GRPC_PORT</c>, 8081) beside the one for health (<c>HTTP_PORT</c>, 8080). Only the sidecar beside it is to
/// call a worker, so both are on loopback, except in a container, where the sidecar is in another one.
/// </summary>
internal static class WorkerEndpoints
{
    public static void ListenOnGrpcAndHttp(this WebApplicationBuilder builder)
    {
        // These two are all there is, whatever ASPNETCORE_URLS says for services with one door.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var anywhere = context.Configuration.GetValue<bool>("DOTNET_RUNNING_IN_CONTAINER");
            kestrel.AddServerHeader = false;
            Listen(kestrel, anywhere, Port(context.Configuration, "GRPC_PORT", 8081), HttpProtocols.Http2);
            Listen(kestrel, anywhere, Port(context.Configuration, "HTTP_PORT", 8080), HttpProtocols.Http1);
        });
    }

    private static void Listen(KestrelServerOptions kestrel, bool anywhere, int port, HttpProtocols protocols)
    {
        if (anywhere)
            kestrel.ListenAnyIP(port, listen => listen.Protocols = protocols);
        else if (port == 0)
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = protocols);
        else
            kestrel.ListenLocalhost(port, listen => listen.Protocols = protocols);
    }

    private static int Port(IConfiguration configuration, string name, int otherwise)
    {
        var value = configuration[name];
        if (string.IsNullOrEmpty(value))
            return otherwise;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new InvalidOperationException($"{name} is '{value}'; it must be a port, from 0 (any free one) to {IPEndPoint.MaxPort}.");
    }
}
