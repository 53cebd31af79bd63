namespace Auctions.AppHost.Start;

/// <summary>What the command line may say beside configuration.</summary>
internal static class Options
{
    /// <summary><c>--logs</c>: what every process says is on the terminal, too.</summary>
    public static bool WithLogs(string[] arguments) => arguments.Contains("--logs");

    /// <summary><c>--no-dashboard</c>: no dashboard, and nobody records telemetry that no one would see.</summary>
    public static bool WithoutDashboard(string[] arguments) => arguments.Contains("--no-dashboard");

    /// <summary>Tells no process where telemetry goes; so none records any.</summary>
    public static void RecordNothing(this IDistributedApplicationBuilder builder)
    {
        foreach (var resource in builder.Resources.OfType<IResourceWithEnvironment>())
            builder.CreateResourceBuilder(resource).WithEnvironment(context => context.EnvironmentVariables.Remove("OTEL_EXPORTER_OTLP_ENDPOINT"));
    }
}
