using System.Collections.Concurrent;
using System.Net;
using Embedded.Sidecar.Api;
using Embedded.Sidecar.Api.Grpc;
using Embedded.Sidecar.Api.Http;
using Embedded.Sidecar.Api.Invocation;
using Embedded.Sidecar.Api.Publishing;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.App;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Link;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.Tracing;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Embedded.Sidecar.Hosting;

/// <summary>Runs a sidecar: its ports, and what answers at each of them.</summary>
internal static partial class SidecarHost
{
    /// <summary>Runs a sidecar until it is told to stop.</summary>
    /// <param name="options">The options.</param>
    /// <param name="startHub">Makes the command line of a hub process, for the case that none is running.</param>
    /// <param name="cancellation">Stops the sidecar.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ResourceException">A resource file can't be used.</exception>
    /// <exception cref="HubStartException">The hub can't be started or joined.</exception>
    public static async Task<int> RunAsync(SidecarOptions options, Func<System.Diagnostics.ProcessStartInfo> startHub, CancellationToken cancellation)
    {
        var resources = ResourceLoader.Load(options.ResourcesPaths, options.ConfigPaths, options.AppId);
        var builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder, options);
        builder.AddTracing(options, resources.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));

        using var early = LoggerFactory.Create(logging => ConfigureLogging(logging, options));
        await using var hub = await HubLink.ConnectAsync(
            new HubOptions(options.DataDirectory), startHub, TimeProvider.System, early.CreateLogger<HubLink>(), cancellation);
        builder.Services.AddSidecar(options, resources, hub);

        await using var app = builder.Build();
        Log(app.Logger, options, resources);
        Map(app, options);
        await app.StartAsync(cancellation);
        app.Services.GetRequiredService<InstanceAddress>().Set(InternalAddress(app));
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static void AddLogging(WebApplicationBuilder builder, SidecarOptions options)
    {
        builder.Logging.ClearProviders();
        ConfigureLogging(builder.Logging, options);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, SidecarOptions options) => logging
        .SetMinimumLevel(options.LogLevel)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Yarp", LogLevel.Error)
        .AddFilter("Grpc", LogLevel.Error)
        .AddFilter("Polly", LogLevel.Error)
        .AddSimpleConsole(console => console.SingleLine = true);

    private static void Listen(KestrelServerOptions kestrel, SidecarOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 << 20;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;

        void Open(IPAddress address, int port, HttpProtocols protocols, ApiPort api) => kestrel.Listen(address, port, listen =>
        {
            listen.Protocols = protocols;
            var feature = new ApiPortFeature(api);
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                return next(connection);
            });
        });

        // Opened first, because InternalAddress takes the first address.
        Open(IPAddress.Loopback, options.InternalPort, HttpProtocols.Http2, ApiPort.Internal);
        foreach (var address in options.ListenAddresses.Select(IPAddress.Parse))
        {
            Open(address, options.HttpPort, HttpProtocols.Http1, ApiPort.Http);
            Open(address, options.GrpcPort, HttpProtocols.Http2, ApiPort.Grpc);
        }
    }

    private static void Map(WebApplication app, SidecarOptions options)
    {
        var services = app.Services;
        app.UseApiToken(options.ApiToken);
        app.MapWhen(context => context.Features.Get<ApiPortFeature>()!.Port == ApiPort.Internal, inside =>
            inside.Run(services.GetRequiredService<InternalServer>().ForwardAsync));
        app.MapWhen(context => context.Features.Get<ApiPortFeature>()!.Port == ApiPort.Grpc, grpc =>
        {
            grpc.UseRouting();
            grpc.UseEndpoints(endpoints =>
            {
                endpoints.MapGrpcService<DaprService>();
                endpoints.MapGrpcService<TaskHubService>();
                endpoints.MapGrpcInvocation(services.GetRequiredService<Invoker>());
            });
        });
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (DaprError error) when (!context.Response.HasStarted)
            {
                await ErrorBody.WriteAsync(context, error, options.AppId);
            }
        });
        app.UseRouting();
        app.MapMetadata(services.GetRequiredService<SidecarMetadata>(), services.GetRequiredService<AppWatch>(), app.Lifetime);
        app.MapState(services.GetRequiredService<StateStores>());
        app.MapPublish(services.GetRequiredService<Publisher>());
        app.MapInvoke(services.GetRequiredService<Invoker>());
    }

    private static string InternalAddress(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void Log(ILogger log, SidecarOptions options, ResourceSet resources)
    {
        Started(log, options.AppId, options.HttpPort, options.GrpcPort, options.AppAddress ?? "none", string.Join(", ", resources.Components.Keys));
        foreach (var ignored in resources.Ignored)
            ResourceIgnored(log, ignored);
        if (options.IgnoredFlags.Count > 0)
            FlagsIgnored(log, string.Join(", ", options.IgnoredFlags));
        if (options.MetricsPort is { } port)
            MetricsPortIgnored(log, port);
    }

    [LoggerMessage(
        EventId = 800, Level = LogLevel.Information,
        Message = "Embedded sidecar of {AppId}: HTTP {HttpPort}, gRPC {GrpcPort}, app {App}, components {Components}")]
    private static partial void Started(ILogger logger, string appId, int httpPort, int grpcPort, string app, string components);

    [LoggerMessage(EventId = 801, Level = LogLevel.Debug, Message = "{Ignored}")]
    private static partial void ResourceIgnored(ILogger logger, string ignored);

    [LoggerMessage(EventId = 802, Level = LogLevel.Debug, Message = "Flags without effect in the embedded sidecar: {Flags}")]
    private static partial void FlagsIgnored(ILogger logger, string flags);

    [LoggerMessage(EventId = 803, Level = LogLevel.Debug, Message = "--metrics-port {Port} has no effect: the embedded sidecar serves no metrics")]
    private static partial void MetricsPortIgnored(ILogger logger, int port);
}
