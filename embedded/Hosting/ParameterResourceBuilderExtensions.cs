using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that comes from configuration <c>Parameters:{name}</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => Value(builder, name), secret));

    // A shell can't set a variable with a hyphen in its name, so Parameters__token_signing_key will do.
    private static string Value(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration[$"Parameters:{name}"]
        ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]
        ?? throw new DistributedApplicationException(
            $"Parameter '{name}' has no value: set Parameters__{name.Replace('-', '_')} in the environment, or 'Parameters:{name}' in "
            + $"{Path.Combine(builder.AppHostDirectory, $"appsettings.{builder.Environment.EnvironmentName}.json")} "
            + $"(this is environment {builder.Environment.EnvironmentName}; DOTNET_ENVIRONMENT chooses another).");
}
