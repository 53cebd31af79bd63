using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Runtime;

// The variables with which a process is started: AppHost's own, less what is AppHost's business; where to listen; who
// it is for telemetry; then what AppHost.cs says of it.
internal static class ChildEnvironment
{
    private static readonly string[] OfTheHostOnly =
        ["ASPNETCORE_URLS", "URLS", "HTTP_PORTS", "HTTPS_PORTS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "DOTNET_URLS"];

    private static readonly string[] PrefixesOfTheHostOnly = ["Parameters__", "Ports__", "ASPIRE_", "DOTNET_RESOURCE_SERVICE_", "DOTNET_DASHBOARD_"];

    public static async Task<Dictionary<string, string>> OfAsync(
        IResource resource, int replica, IReadOnlyDictionary<string, int> targetPorts, DistributedApplicationExecutionContext execution, string mark)
    {
        var context = new EnvironmentCallbackContext(resource, execution);
        if (resource is ProjectResource)
            Listen(context, targetPorts);
        context.EnvironmentVariables["OTEL_SERVICE_NAME"] = resource.Name;
        context.EnvironmentVariables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={resource.Name}-{replica}";
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            annotation.Callback(context);

        var environment = Inherited();
        environment["DOTNET_ROOT"] = Launch.DotnetRoot;

        // Idle pool threads spin before they sleep, which pays on a machine of one's own. A dozen processes that spin on
        // two cores take them from each other: without it a raise costs a third less CPU (bench/results/raises.md).
        environment.TryAdd("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
        // One heap each, collected seldom; and code compiled once less, without being instrumented in between.
        environment.TryAdd("DOTNET_gcServer", "0");
        environment.TryAdd("DOTNET_GCgen0size", "0x2000000");
        environment.TryAdd("DOTNET_TieredPGO", "0");
        environment[Guard.MarkVariable] = mark;
        foreach (var (name, value) in context.EnvironmentVariables)
            environment[name] = await TextOfAsync(value);
        return environment;
    }

    private static void Listen(EnvironmentCallbackContext context, IReadOnlyDictionary<string, int> targetPorts)
    {
        List<string> urls = [];
        foreach (var endpoint in context.Resource.Endpoints())
        {
            var port = targetPorts[endpoint.Name];
            if (endpoint.TargetPortEnvironmentVariable is { } variable)
                context.EnvironmentVariables[variable] = port.ToString(CultureInfo.InvariantCulture);
            else if (endpoint.UriScheme is "http" or "https")
                urls.Add(string.Create(CultureInfo.InvariantCulture, $"{endpoint.UriScheme}://localhost:{port}"));
        }

        if (urls.Count > 0)
            context.EnvironmentVariables["ASPNETCORE_URLS"] = string.Join(';', urls);
    }

    private static Dictionary<string, string> Inherited() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
        .Where(variable => !OfTheHostOnly.Contains(variable.Name, StringComparer.OrdinalIgnoreCase)
            && !PrefixesOfTheHostOnly.Any(prefix => variable.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        .ToDictionary(variable => variable.Name, variable => variable.Value);

    private static async Task<string> TextOfAsync(object value) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync() ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
