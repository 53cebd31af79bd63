using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auctions.AppHost.Supervision;

/// <summary>Adds services whose processes are kept up, rolled and scaled where there is no Kubernetes (docs/decisions/0007).</summary>
internal static class SupervisedServices
{
    /// <summary>Adds the processes of a service, and the service as a resource of its own where it has several.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The service.</param>
    /// <param name="replicas">How many processes run from the start.</param>
    /// <param name="spares">How many more it can be scaled up to. Aspire can't add any at run time.</param>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddSupervisedService<TProject>(
        this IDistributedApplicationBuilder builder, string name, int replicas, int spares)
        where TProject : IProjectMetadata, new()
    {
        var count = replicas + spares;
        List<IResourceBuilder<ProjectResource>> members = [.. Enumerable.Range(1, count).Select(number =>
            builder.AddProject<TProject>(count == 1 ? name : $"{name}-{number}", launchProfileName: null)
                .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
                // A service listens on http alone. Aspire would ask for a development certificate otherwise.
                .WithoutHttpsCertificate())];
        foreach (var spare in members.Skip(replicas))
            spare.WithExplicitStart();
        if (count > 1)
            AddService(builder, name, [.. members.Select((member, index) => new ServiceMember(member.Resource, IsSpare: index >= replicas))], members);
        return members;
    }

    /// <summary>Keeps all processes up, says where they are, and stops them in order.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="withLogs">Whether the terminal shows what they say.</param>
    public static void Supervise(this IDistributedApplicationBuilder builder, bool withLogs)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServiceHealth>();
        builder.Services.AddSingleton<ServiceChanges>();
        builder.Services.AddHostedService<Supervisor>();
        builder.Services.AddHostedService<Announcement>();
        builder.Services.AddHostedService<OrderlyStop>();
        if (withLogs)
            builder.Services.AddHostedService<TerminalLogs>();
    }

    private static void AddService(
        IDistributedApplicationBuilder builder, string name, IReadOnlyList<ServiceMember> members, IEnumerable<IResourceBuilder<ProjectResource>> builders)
    {
        var service = builder.AddResource(new ServiceResource(name) { Members = members })
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Service", Properties = [], State = KnownResourceStates.Waiting })
            .ExcludeFromManifest()
            .WithCommand("rolling-restart", "Rolling restart",
                context => Changes(context).RestartRollingAsync((ServiceResource)Find(context), context),
                new CommandOptions { IconName = "ArrowSync", IsHighlighted = true, Description = "Restarts one process after the other, so that somebody always serves." })
            .WithCommand("scale", "Scale",
                context => Changes(context).ScaleAsync((ServiceResource)Find(context), context),
                new CommandOptions
                {
                    IconName = "ArrowAutofitHeight",
                    IsHighlighted = true,
                    Description = "Changes how many processes it has.",
                    Arguments =
                    [
                        new InteractionInput
                        {
                            Name = ServiceChanges.Replicas,
                            Label = "Replicas",
                            Description = $"How many processes it is to have, from 1 to {members.Count}",
                            InputType = InputType.Number,
                            Required = true,
                        },
                    ],
                });
        foreach (var member in builders)
            member.WithParentRelationship(service);
    }

    private static ServiceChanges Changes(ExecuteCommandContext context) => context.Services.GetRequiredService<ServiceChanges>();

    private static IResource Find(ExecuteCommandContext context) =>
        context.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == context.ResourceName);
}
