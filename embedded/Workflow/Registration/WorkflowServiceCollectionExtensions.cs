using System.Reflection;
using System.Runtime.CompilerServices;
using Dapr.Workflow.Connection;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Replay;
using Dapr.Workflow.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dapr.Workflow;

/// <summary>Adds workflows to an application.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Adds the worker and the client; the workflows and activities of the calling assembly are registered by themselves.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IServiceCollection AddDaprWorkflow(this IServiceCollection services) =>
        Add(services, _ => { }, ServiceLifetime.Singleton, Assembly.GetCallingAssembly());

    /// <summary>Adds the worker and the client; the workflows and activities of the calling assembly are registered by themselves.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Registers more, or by other names, and sets the connection.</param>
    /// <param name="lifetime">That of <see cref="DaprWorkflowClient"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IServiceCollection AddDaprWorkflow(
        this IServiceCollection services,
        Action<WorkflowRuntimeOptions> configure,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        Add(services, configure, lifetime, Assembly.GetCallingAssembly());

    private static IServiceCollection Add(
        IServiceCollection services, Action<WorkflowRuntimeOptions> configure, ServiceLifetime lifetime, Assembly caller)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.AddOptions<WorkflowRuntimeOptions>().Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new AutomaticRegistrations(caller));
        services.TryAddSingleton<WorkflowRegistry>();
        services.TryAddSingleton<SidecarConnection>();
        services.TryAddSingleton<TurnExecutor>();
        services.TryAddSingleton<ActivityExecutor>();
        services.AddHostedService<WorkflowWorker>();
        services.TryAdd(new ServiceDescriptor(
            typeof(DaprWorkflowClient),
            provider => new DaprWorkflowClient(provider.GetRequiredService<SidecarConnection>()),
            lifetime));
        return services;
    }
}
