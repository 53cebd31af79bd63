using System.Collections.Concurrent;
using System.Diagnostics;
using Simulation.Tests.Faults;
using Simulation.Tests.Invariants;

namespace Simulation.Tests.Story;

/// <summary>Many runs, on all cores: each on a thread of its own.</summary>
internal static class Runs
{
    /// <summary>Runs the seeds, and says what they found.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="count">The number of seeds.</param>
    /// <param name="cancellation">Ends the runs early.</param>
    public static RunsResult Of(int from, int count, CancellationToken cancellation = default)
    {
        var broken = new ConcurrentDictionary<int, IReadOnlyList<Problem>>();
        var (runs, raises, steps) = (0, 0L, 0L);
        var faults = new long[Enum.GetValues<FaultKind>().Length];
        var watch = Stopwatch.StartNew();
        Parallel.For(from, from + count, (seed, loop) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop();
                return;
            }

            using var world = new World(seed);
            world.Run();
            if (world.Ledger.Problems.Count > 0)
                broken[seed] = world.Ledger.Problems;
            Interlocked.Increment(ref runs);
            Interlocked.Add(ref raises, world.Scenario.Raises.Count);
            Interlocked.Add(ref steps, world.Loop.Steps);
            foreach (var (kind, happened) in world.Faults.Counts)
                Interlocked.Add(ref faults[(int)kind], happened);
        });
        return new(runs, raises, steps, watch.Elapsed, faults, new(broken));
    }

    /// <summary>One run in words.</summary>
    public static string Tell(int seed)
    {
        using var world = new World(seed, withStory: true);
        world.Run();
        return world.Story!.ToString();
    }
}

/// <summary>What many runs found.</summary>
/// <param name="Count">The number of runs.</param>
/// <param name="Raises">The raises of all runs.</param>
/// <param name="Steps">The tasks and actions of all runs.</param>
/// <param name="Time">How long they took.</param>
/// <param name="Faults">The faults of all runs, by kind.</param>
/// <param name="Broken">The seeds that broke an invariant, and what they broke.</param>
internal sealed record RunsResult(
    int Count, long Raises, long Steps, TimeSpan Time, IReadOnlyList<long> Faults, SortedDictionary<int, IReadOnlyList<Problem>> Broken)
{
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        text.AppendLine(FormattableString.Invariant(
            $"{Count} seeds in {Time.TotalSeconds:F1} s, {Count / Time.TotalMinutes:F0} a minute; {Raises / (double)Count:F1} raises and {Steps / Count} steps a run"));
        text.AppendLine("faults a run: " + string.Join(", ", Enum.GetValues<FaultKind>().Select(
            kind => FormattableString.Invariant($"{kind} {Faults[(int)kind] / (double)Count:F2}"))));
        foreach (var group in Broken.SelectMany(run => run.Value.Select(problem => (run.Key, problem))).GroupBy(found => found.problem.Invariant))
        {
            var seeds = group.Select(found => found.Key).Distinct().ToList();
            text.AppendLine($"{group.Key}: {seeds.Count} seeds, {string.Join(' ', seeds.Take(12))}; for example {group.First().Key}: {group.First().problem.Words}");
        }

        return text.ToString();
    }
}
