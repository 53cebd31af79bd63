using System.Globalization;

namespace Auctions.AppHost.Start;

/// <summary>
/// Where Aspire's dashboard listens: what a launch profile says, or <see cref="Setting"/>, or <see cref="Standard"/>. What
/// sends it telemetry and resources finds it by itself, so those two ports are free ones, and several systems run side by
/// side.
/// </summary>
internal static class DashboardPorts
{
    public const string Setting = "Ports__Dashboard";
    public const int Standard = 15_080;

    private const string Urls = "ASPNETCORE_URLS";

    /// <summary>Says it in the environment, where Aspire looks when the builder is made.</summary>
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
