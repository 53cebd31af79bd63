using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auctions.AppHost.Supervision;

/// <summary>Adds services. Without Kubernetes, AppHost itself restarts, rolls and scales their processes (docs/decisions/0007).</summary>
internal static class SupervisedServices
{
    /// <summary>
    /// Adds the processes of a service, and the service as a resource of its own if it has several. When AppHost
    /// publishes, the service is one resource, and Kubernetes decides about replicas.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The service.</param>
    /// <param name="replicas">The number of processes that run from the start.</param>
    /// <param name="spares">How many more the service can be scaled up to; Aspire can't add resources at run time.</param>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, int replicas, int spares = 0)
        where TProject : IProjectMetadata, new()
    {
        if (builder.ExecutionContext.IsPublishMode)
            return [builder.AddProject<TProject>(name, launchProfileName: null)];
        var count = replicas + spares;
        List<IResourceBuilder<ProjectResource>> members = [.. Enumerable.Range(1, count).Select(number =>
            builder.AddProject<TProject>(count == 1 ? name : $"{name}-{number}", launchProfileName: null)
                .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
                // A service listens on http alone. Aspire would ask for a development certificate otherwise.
                .WithoutHttpsCertificate())];
        foreach (var spare in members.Skip(replicas))
            spare.WithExplicitStart();
        if (count > 1)
        {
            var service = AddServiceResource(
                builder, name, [.. members.Select((member, index) => new ServiceMember(member.Resource, IsSpare: index >= replicas))]);
            foreach (var member in members)
                member.WithParentRelationship(service);
        }

        return members;
    }

    /// <summary>Restarts processes that die, prints the addresses, and stops everything in order.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="started">Gets the processes before they are stopped.</param>
    /// <param name="withLogs">Whether the terminal shows the processes' log lines.</param>
    public static void Supervise(this IDistributedApplicationBuilder builder, StartedProcesses started, bool withLogs)
    {
        builder.Services.AddSingleton(started);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServiceHealth>();
        builder.Services.AddSingleton<ServiceChanges>();
        builder.Services.AddSingleton<ServiceStates>();
        builder.Services.AddHostedService<Supervisor>();
        builder.Services.AddHostedService<Announcement>();
        builder.Services.AddHostedService<OrderlyStop>();
        if (withLogs)
            builder.Services.AddHostedService<TerminalLogs>();
    }

    private static IResourceBuilder<ServiceResource> AddServiceResource(
        IDistributedApplicationBuilder builder, string name, IReadOnlyList<ServiceMember> members) =>
        builder.AddResource(new ServiceResource(name) { Members = members })
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Service", Properties = [], State = KnownResourceStates.Waiting })
            .ExcludeFromManifest()
            .WithCommand("rolling-restart", "Rolling restart",
                context => Changes(context).RestartRollingAsync((ServiceResource)Find(context), context),
                new CommandOptions
                {
                    IconName = "ArrowSync",
                    IsHighlighted = true,
                    Description = "Restarts one process after the other, so that the service stays up.",
                })
            .WithCommand("scale", "Scale",
                context => Changes(context).ScaleAsync((ServiceResource)Find(context), context),
                new CommandOptions
                {
                    IconName = "ArrowAutofitHeight",
                    IsHighlighted = true,
                    Description = "Changes the number of processes.",
                    Arguments =
                    [
                        new InteractionInput
                        {
                            Name = ServiceChanges.Replicas,
                            Label = "Replicas",
                            Description = $"The number of processes, from 1 to {members.Count}",
                            InputType = InputType.Number,
                            Required = true,
                        },
                    ],
                });

    private static ServiceChanges Changes(ExecuteCommandContext context) => context.Services.GetRequiredService<ServiceChanges>();

    private static IResource Find(ExecuteCommandContext context) =>
        context.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == context.ResourceName);
}
