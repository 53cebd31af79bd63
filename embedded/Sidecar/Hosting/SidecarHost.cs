using System.Collections.Concurrent;
using System.Net;
using Embedded.Hub;
using Embedded.Hub.Lifetime;
using Embedded.Hub.Link;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Delivery;
using Embedded.Sidecar.Grpc;
using Embedded.Sidecar.Http;
using Embedded.Sidecar.Invocation;
using Embedded.Sidecar.Publishing;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.State;
using Embedded.Sidecar.Tracing;
using Embedded.Sidecar.Workflows;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Embedded.Sidecar.Hosting;

/// <summary>One sidecar: its ports, and what is behind each of them.</summary>
internal static class SidecarHost
{
    /// <summary>Runs it until it is told to stop.</summary>
    /// <param name="options">What it was asked to be.</param>
    /// <param name="startHub">Makes the command line of the hub, should it have to be started.</param>
    /// <param name="cancellation">Tells it to stop.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ResourceException">A resource file can't be used.</exception>
    /// <exception cref="HubStartException">The hub can't be joined.</exception>
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
        AddServices(builder.Services, options, resources, hub);

        await using var app = builder.Build();
        Log(app.Logger, options, resources);
        Map(app, options, resources);
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

        void Open(IPAddress address, int port, HttpProtocols protocols, Door door) => kestrel.Listen(address, port, listen =>
        {
            listen.Protocols = protocols;
            var feature = new DoorFeature(door);
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                return next(connection);
            });
        });

        // First, so that its address is the first.
        Open(IPAddress.Loopback, options.InternalPort, HttpProtocols.Http2, Door.Internal);
        foreach (var address in options.ListenAddresses.Select(IPAddress.Parse))
        {
            Open(address, options.HttpPort, HttpProtocols.Http1, Door.Http);
            Open(address, options.GrpcPort, HttpProtocols.Http2, Door.Grpc);
        }
    }

    private static void AddServices(IServiceCollection services, SidecarOptions options, ResourceSet resources, IHub hub)
    {
        services.AddRoutingCore();
        services.AddHttpForwarder();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MaxBodyBytes;
            // What it does not know goes on to the proxy.
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(resources);
        services.AddSingleton(hub);
        services.AddSingleton(new ConcurrentDictionary<string, string>(StringComparer.Ordinal));
        services.AddSingleton(provider => new StateStores(hub, resources, options.AppId, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Publisher(hub, resources, options.AppId, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DaprService>();
        services.AddSingleton<TaskHubService>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RetirementService>(provider, resources.Configuration.WorkflowRetention));
        services.AddSingleton<Invoker>();
        services.AddSingleton<InternalServer>();
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<InstanceAddress>();
        if (options.AppProtocol == AppProtocol.Grpc)
            services.AddSingleton<IAppChannel, GrpcAppChannel>();
        else
            services.AddSingleton<IAppChannel, HttpAppChannel>();
        services.AddSingleton<AppWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AppWatch>());
        services.AddHostedService<DeliveryService>();
    }

    private static void Map(WebApplication app, SidecarOptions options, ResourceSet resources)
    {
        var services = app.Services;
        app.UseApiToken(options.ApiToken);
        app.MapWhen(context => context.Features.Get<DoorFeature>()!.Door == Door.Internal, inside =>
            inside.Run(services.GetRequiredService<InternalServer>().TakeAsync));
        app.MapWhen(context => context.Features.Get<DoorFeature>()!.Door == Door.Grpc, grpc =>
        {
            grpc.UseRouting();
            grpc.UseEndpoints(endpoints =>
            {
                endpoints.MapGrpcService<DaprService>();
                endpoints.MapGrpcService<TaskHubService>();
                endpoints.MapFallback(context => ProxyAsync(context, services.GetRequiredService<Invoker>()));
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
        app.MapMetadata(
            options, resources, services.GetRequiredService<AppWatch>(), services.GetRequiredService<Subscriptions>(),
            services.GetRequiredService<ConcurrentDictionary<string, string>>(), app.Lifetime);
        app.MapState(services.GetRequiredService<StateStores>());
        app.MapPublish(services.GetRequiredService<Publisher>());
        app.MapInvoke(services.GetRequiredService<Invoker>());
    }

    private static Task ProxyAsync(HttpContext context, Invoker invoker)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith($"/{DaprServiceBase.ServiceName}/", StringComparison.Ordinal) || path.StartsWith($"/{TaskHubServiceBase.ServiceName}/", StringComparison.Ordinal))
            return GrpcAnswer.EndAsync(context, StatusCode.Unimplemented, $"{path[1..]} is not supported by the embedded sidecar");
        var headers = context.Request.Headers;
        return (headers[InvocationHeaders.Callee] is [{ Length: > 0 } callee, ..] ? callee : headers["dapr-app-id"].ToString()) is { Length: > 0 } app
            ? invoker.InvokeAsync(context, app, path, isGrpc: true)
            : GrpcAnswer.EndAsync(context, StatusCode.Unknown, "required metadata dapr-callee-app-id or dapr-app-id not found");
    }

    private static string InternalAddress(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void Log(ILogger log, SidecarOptions options, ResourceSet resources)
    {
        log.LogInformation(
            "Embedded sidecar of {AppId}: HTTP {HttpPort}, gRPC {GrpcPort}, app {App}, components {Components}",
            options.AppId, options.HttpPort, options.GrpcPort, options.AppAddress ?? "none", string.Join(", ", resources.Components.Keys));
        foreach (var ignored in resources.Ignored)
            log.LogDebug("{Ignored}", ignored);
        if (options.IgnoredFlags.Count > 0)
            log.LogDebug("Without effect here: {Flags}", string.Join(", ", options.IgnoredFlags));
        if (options.MetricsPort is { } port)
            log.LogDebug("Without effect here: --metrics-port {Port}; metrics are not served by the embedded sidecar", port);
    }
}
