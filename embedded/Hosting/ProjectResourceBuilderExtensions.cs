using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project, with the endpoints and variables of a profile of its launchSettings.json.</summary>
    /// <typeparam name="TProject">The project, as <c>Projects.Name</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="launchProfileName">The profile; null takes none.</param>
    /// <exception cref="DistributedApplicationException">The project has no such profile.</exception>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        var project = builder.AddResource(new ProjectResource(name));
        var metadata = new TProject();
        project.Resource.Annotations.Add(metadata);
        if (launchProfileName is not null)
            LaunchProfile.Read(metadata.ProjectPath, launchProfileName).ApplyTo(project);
        return project;
    }

    /// <summary>Runs a project as several processes; calls to its endpoints are spread over them.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">1 to 32.</param>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicas, 32);
        builder.Resource.Annotations.Add(new ReplicaAnnotation(replicas));
        return builder;
    }
}
