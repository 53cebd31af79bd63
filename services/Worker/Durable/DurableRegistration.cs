using System.Reflection;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifetime;
using Auctions.Raising;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Sessions;
using Auctions.Worker.Lifetimes;
using Dapr.Workflow;
using TaskHubSidecarServiceClient = Dapr.DurableTask.Protobuf.TaskHubSidecarService.TaskHubSidecarServiceClient;

namespace Auctions.Worker.Durable;

/// <summary>Registers everything that runs as a workflow, and says which commands do.</summary>
internal static class DurableRegistration
{
    // Handlers are declared as types, and the SDK registers by type argument.
    private static readonly MethodInfo RegisterActivity =
        typeof(WorkflowRuntimeOptions).GetMethod(nameof(WorkflowRuntimeOptions.RegisterActivity), genericParameterCount: 1, [typeof(string)])!;

    /// <summary>Adds the workflows and what takes commands into them.</summary>
    public static IServiceCollection AddDurableCommands(this IServiceCollection services)
    {
        services.AddDaprWorkflow(Register);
        services.AddGrpcClient<TaskHubSidecarServiceClient>((provider, grpc) =>
        {
            grpc.Address = new Uri(Sidecar.Endpoint(provider.GetRequiredService<IConfiguration>()));
            // After the SDK's own: its handler waits for connections without limit, and lets gRPC's balancer in.
            grpc.ChannelOptionsActions.Add(channel =>
            {
                channel.HttpHandler = null;
                channel.HttpClient = Sidecar.HttpClient(new WorkItemCalls(provider.GetRequiredService<TimeProvider>()));
                channel.DisposeHttpClient = true;
            });
        });
        services.AddSingleton<DurableCommands>();
        services.AddSingleton<IDurableCommands>(provider => provider.GetRequiredService<DurableCommands>());
        services.AddSingleton<DurableStatus>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<ILateRaises>(provider => provider.GetRequiredService<Backlog>());
        services.AddSingleton<ILifetimes, WorkflowLifetimes>();
        return services;
    }

    /// <summary>Whether a command runs durably: <c>Commands:{name}:Execution</c>, <c>durable</c> unless it says <c>inline</c>.</summary>
    /// <exception cref="InvalidOperationException">It says something else.</exception>
    public static bool RunsDurably(this IConfiguration configuration, string command)
    {
        var key = $"Commands:{command}:Execution";
        return configuration[key] switch
        {
            null or "durable" => true,
            "inline" => false,
            var other => throw new InvalidOperationException($"{key} is '{other}'; it must be durable or inline."),
        };
    }

    // The SDK registers every workflow and activity of this assembly under its class' name by itself, except generic ones.
    private static void Register(WorkflowRuntimeOptions options)
    {
        RegisterCommand<AuctionRaiseCommand>(options);
        RegisterCommand<OpenAuctionCommand>(options);
        RegisterCommand<OpenSessionCommand>(options);
        RegisterCommand<AuctioneerCommand>(options);
        options.RegisterWorkflow<AuctionLifetimeWorkflow>(AuctionLifetimeWorkflow.Name);
        options.RegisterWorkflow<SessionLifetimeWorkflow>(SessionLifetimeWorkflow.Name);
    }

    private static void RegisterCommand<TCommand>(WorkflowRuntimeOptions options)
        where TCommand : class, ICommand<TCommand>
    {
        options.RegisterWorkflow<DurableCommandWorkflow<TCommand>>(CommandCatalog.NameOf<TCommand>());
        foreach (var handler in TCommand.Handlers)
            RegisterActivity
                .MakeGenericMethod(typeof(HandlerActivity<,>).MakeGenericType(typeof(TCommand), handler))
                .Invoke(options, [handler.Name]);
    }
}
