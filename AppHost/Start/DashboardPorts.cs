using System.Globalization;

namespace Auctions.AppHost.Start;

/// <summary>
/// The ports of Aspire's dashboard. The page listens on the port from <see cref="Setting"/>, from a launch profile, or on
/// <see cref="Standard"/>. Its two other endpoints, for telemetry and resources, get free ports, since their clients learn
/// the address from Aspire; so several systems can run side by side.
/// </summary>
internal static class DashboardPorts
{
    public const string Setting = "Ports__Dashboard";
    public const int Standard = 15_080;

    private const string Urls = "ASPNETCORE_URLS";

    /// <summary>Sets the environment variables that Aspire reads when the builder is created.</summary>
    public static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given && int.TryParse(given, CultureInfo.InvariantCulture, out var port))
            Environment.SetEnvironmentVariable(Urls, UrlOf(port == 0 ? Ports.Take() : port));
        else if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Urls)))
            Environment.SetEnvironmentVariable(Urls, UrlOf(Standard));
        foreach (var free in new[] { "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL" })
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(free)))
                Environment.SetEnvironmentVariable(free, UrlOf(Ports.Take()));
    }

    private static string UrlOf(int port) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
}
