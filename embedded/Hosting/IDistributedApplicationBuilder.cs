using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Takes the parts of an application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>appsettings.json, appsettings.{environment}.json, the environment, the command line; later ones win.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder to which relative paths belong.</summary>
    string AppHostDirectory { get; }

    /// <summary>The environment's name, by DOTNET_ENVIRONMENT.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The services of AppHost itself.</summary>
    IServiceCollection Services { get; }

    /// <summary>Whether the application runs or is published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Adds a part.</summary>
    /// <exception cref="DistributedApplicationException">Another part has its name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Ends the adding.</summary>
    DistributedApplication Build();
}
