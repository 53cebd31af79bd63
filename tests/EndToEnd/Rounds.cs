using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>Rounds of faults, of which a variable of the environment says the number, and another repeats one by its seed.</summary>
internal static class Rounds
{
    private const int LongestTail = 8_000;
    private const int MostFaults = 20;

    /// <summary>The number that a variable of the environment holds; null where it holds none.</summary>
    public static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Runs a round and prints what happened. Fails with the last log lines of the system where a promise was broken.</summary>
    /// <param name="system">The system.</param>
    /// <param name="round">Runs the round and returns every broken promise, in words.</param>
    /// <param name="inWords">What happened, during the round and after it.</param>
    public static async Task CheckAsync(RunningSystem system, Func<Task<IReadOnlyList<string>>> round, Func<string> inWords)
    {
        IReadOnlyList<string> broken;
        try
        {
            broken = await round();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{inWords()}\n{Tail(system)}", failure);
        }

        Print(inWords());
        Assert.True(broken.Count == 0, $"{inWords()}\n{string.Join("\n", broken.Take(MostFaults))}\n{Tail(system)}");
    }

    /// <summary>Adds a line to the output of the test.</summary>
    public static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    /// <summary>The last log lines of a system.</summary>
    public static string Tail(RunningSystem system) => system.Printed is { Length: > LongestTail } printed ? printed[^LongestTail..] : system.Printed;
}
