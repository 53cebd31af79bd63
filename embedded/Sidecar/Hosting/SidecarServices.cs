using Embedded.Sidecar.Api;
using Embedded.Sidecar.Api.Grpc;
using Embedded.Sidecar.Api.Invocation;
using Embedded.Sidecar.Api.Publishing;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.App;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Resources;
using Grpc.AspNetCore.Server.Model;

namespace Embedded.Sidecar.Hosting;

/// <summary>The services of a sidecar.</summary>
internal static class SidecarServices
{
    public static void AddSidecar(this IServiceCollection services, SidecarOptions options, ResourceSet resources, IHub hub)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(resources);
        services.AddSingleton(hub);
        services.AddApi(options, resources, hub);
        services.AddApp(options);
        services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<WorkflowPurgeService>(provider, resources.Configuration.WorkflowRetention));
    }

    private static void AddApi(this IServiceCollection services, SidecarOptions options, ResourceSet resources, IHub hub)
    {
        services.AddRoutingCore();
        services.AddHttpForwarder();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MaxBodyBytes;
            // A call of an unknown service is an invocation of another app.
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        services.AddSingleton<IServiceMethodProvider<DaprService>, DaprService.Methods>();
        services.AddSingleton<IServiceMethodProvider<TaskHubService>, TaskHubService.Methods>();
        services.AddSingleton<DaprService>();
        services.AddSingleton<TaskHubService>();
        services.AddSingleton<SidecarMetadata>();
        services.AddSingleton(provider => new StateStores(hub, resources, options.AppId, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Publisher(hub, resources, options.AppId, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<InstanceChooser>();
        services.AddSingleton<Invoker>();
        services.AddSingleton<InternalServer>();
    }

    private static void AddApp(this IServiceCollection services, SidecarOptions options)
    {
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
}
