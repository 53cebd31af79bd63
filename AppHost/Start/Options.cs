namespace Auctions.AppHost.Start;

/// <summary>The options of the command line.</summary>
internal static class Options
{
    /// <summary><c>--logs</c>: the terminal shows the log lines of every process.</summary>
    public static bool WithLogs(string[] arguments) => arguments.Contains("--logs");

    /// <summary><c>--no-dashboard</c>: there is no dashboard, and the processes record no telemetry.</summary>
    public static bool WithoutDashboard(string[] arguments) => arguments.Contains("--no-dashboard");

    /// <summary>Removes the address for telemetry from every process, so that none records any.</summary>
    public static void RecordNoTelemetry(this IDistributedApplicationBuilder builder)
    {
        foreach (var resource in builder.Resources.OfType<IResourceWithEnvironment>())
            builder.CreateResourceBuilder(resource).WithEnvironment(context => context.EnvironmentVariables.Remove("OTEL_EXPORTER_OTLP_ENDPOINT"));
    }
}
