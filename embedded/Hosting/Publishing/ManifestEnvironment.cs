using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

// The variables of a project where it is deployed: Aspire's own, then what AppHost.cs says, in the order in which it says it.
internal static class ManifestEnvironment
{
    public static IReadOnlyDictionary<string, object> Of(ProjectResource project, DistributedApplicationExecutionContext execution)
    {
        var context = new EnvironmentCallbackContext(project, execution);
        var variables = context.EnvironmentVariables;
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (project.Endpoints().Any())
            variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        if (HttpPorts(project) is { Length: > 0 } ports)
            variables["HTTP_PORTS"] = ports;

        foreach (var annotation in project.Annotations)
        {
            if (annotation is EndpointAnnotation { TargetPortEnvironmentVariable: { } variable } endpoint)
                variables[variable] = project.GetEndpoint(endpoint.Name).Property(EndpointProperty.TargetPort);
            else if (annotation is EnvironmentCallbackAnnotation { Callback: var callback })
                callback(context);
        }

        return variables;
    }

    private static string HttpPorts(ProjectResource project) => string.Join(';', project.Endpoints()
        .Where(endpoint => endpoint is { UriScheme: "http", TargetPortEnvironmentVariable: null })
        .Select(endpoint => project.GetEndpoint(endpoint.Name).Property(EndpointProperty.TargetPort).ValueExpression));
}
