using System.Globalization;
using System.Runtime.InteropServices;

namespace Auctions.Bench.Report;

/// <summary>Describes the machine of a measurement, without its name or any path.</summary>
internal static class Machine
{
    public static string Describe(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}) · "
        + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB · "
        + $"{RuntimeInformation.OSDescription} · {RuntimeInformation.FrameworkDescription}");
}
