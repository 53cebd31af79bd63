using System.Globalization;
using System.Runtime.InteropServices;

namespace Auctions.Bench.Report;

/// <summary>What a figure was measured on, without the machine's name or any path.</summary>
internal static class Machine
{
    public static string Describe(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}) · {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB · {RuntimeInformation.OSDescription} · {RuntimeInformation.FrameworkDescription}");
}
