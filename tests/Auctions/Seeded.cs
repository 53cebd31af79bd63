using System.Globalization;

namespace Auctions.Tests;

/// <summary>
/// Runs a property over many seeds. A failure names its seed; AUCTIONS_SEED runs that one alone.
/// </summary>
internal static class Seeded
{
    public static async Task CheckAsync(int runs, Func<Random, Task> property)
    {
        var only = Environment.GetEnvironmentVariable("AUCTIONS_SEED");
        var seeds = only is null ? Enumerable.Range(1, runs) : [int.Parse(only, CultureInfo.InvariantCulture)];
        foreach (var seed in seeds)
            try
            {
                await property(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Failed with AUCTIONS_SEED={seed}: {failure.Message}", failure);
            }
    }
}
