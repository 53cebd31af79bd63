using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Auctions.ServiceDefaults;

/// <summary>Reports how long the process has run, by which a restart is seen. .NET's own metrics don't say it.</summary>
internal static class ProcessUptime
{
    /// <summary>The meter of what every process of the system reports.</summary>
    public const string MeterName = "Auctions.Process";

    private static readonly long StartedAt = Stopwatch.GetTimestamp();
    private static readonly Meter Own = new(MeterName);

    /// <summary>Begins to report.</summary>
    public static void Report() => _ = Own.CreateObservableGauge(
        "process.uptime", () => Stopwatch.GetElapsedTime(StartedAt).TotalSeconds, "s", "The time that the process has been running.");
}
