using System.Reflection;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.ServiceDefaults.Sidecars;
using Auctions.Views;
using Auctions.Worker.Schedules;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using TaskHubSidecarServiceClient = Dapr.DurableTask.Protobuf.TaskHubSidecarService.TaskHubSidecarServiceClient;

namespace Auctions.Worker;

/// <summary>Registers workflows and activities.</summary>
internal static class WorkflowRegistration
{
    /// <summary>Adds the workflows and activities, and the services that schedule and read them.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddDaprWorkflow(Register);
        services.AddGrpcClient<TaskHubSidecarServiceClient>((provider, grpc) =>
        {
            grpc.Address = new Uri(Sidecar.Endpoint(provider.GetRequiredService<IConfiguration>()));
            // This runs after the SDK's own configuration and replaces its handler, which waits for connections without limit and
            // makes gRPC use its load balancer.
            grpc.ChannelOptionsActions.Add(channel =>
            {
                channel.HttpHandler = null;
                channel.HttpClient = Sidecar.HttpClient(new WorkItemCalls(provider.GetRequiredService<TimeProvider>()));
                channel.DisposeHttpClient = true;
            });
        });
        services.AddSingleton<DurableCommands>();
        services.AddSingleton<IDurableCommands>(provider => provider.GetRequiredService<DurableCommands>());
        services.AddSingleton<IOrderedWorkflows>(provider => provider.GetRequiredService<DurableCommands>());
        services.AddSingleton<IUndecidedCommands, CommandStatus>().AddSingleton<CommandLookup>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<IAuctionWorkflows, AuctionWorkflows>();
        return services;
    }

    // The SDK itself registers the workflows and activities of this assembly under the names of their classes, except generic
    // ones.
    private static void Register(WorkflowRuntimeOptions options)
    {
        foreach (var command in AuctionCommands.All)
            command.Accept(new CommandRegistration(options));
        options.RegisterWorkflow<AuctionWorkflow>(AuctionWorkflow.Name);
        options.RegisterWorkflow<SessionWorkflow>(SessionWorkflow.Name);
    }

    private sealed class CommandRegistration(WorkflowRuntimeOptions options) : ICommandTypeVisitor
    {
        // Reflection, because a command declares its handlers as types and the SDK registers by type argument.
        private static readonly MethodInfo RegisterActivity =
            typeof(WorkflowRuntimeOptions).GetMethod(nameof(WorkflowRuntimeOptions.RegisterActivity), genericParameterCount: 1, [typeof(string)])!;

        public void Visit<TCommand>()
            where TCommand : class, ICommand<TCommand>
        {
            options.RegisterWorkflow<CommandWorkflow<TCommand>>(CommandCatalog.NameOf<TCommand>());
            foreach (var handler in TCommand.Handlers)
                RegisterActivity
                    .MakeGenericMethod(typeof(HandlerActivity<,>).MakeGenericType(typeof(TCommand), handler))
                    .Invoke(options, [ActivityNames.Of<TCommand>(handler)]);
        }
    }
}
