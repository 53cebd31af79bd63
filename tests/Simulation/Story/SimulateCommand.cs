using System.CommandLine;

namespace Simulation.Tests.Story;

/// <summary><c>./simulate</c>: runs many seeds, or tells one.</summary>
internal static class SimulateCommand
{
    public static RootCommand Make()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many seeds to run", DefaultValueFactory = _ => 10_000 };
        var from = new Option<int>("--from") { Description = "The first seed", DefaultValueFactory = _ => 1 };
        var replay = new Option<int?>("--replay") { Description = "Tells the run of one seed step by step instead" };
        var command = new RootCommand("Simulates the system by seeds: faults of every kind, and the invariants after each run.") { seeds, from, replay };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            parsed.GetValue(replay) is { } seed ? Replay(seed) : Run(parsed.GetValue(from), parsed.GetValue(seeds), cancellation)));
        return command;
    }

    private static int Run(int from, int seeds, CancellationToken cancellation)
    {
        var result = Runs.Of(from, seeds, cancellation);
        Console.Write(result);
        if (result.Broken.Count > 0)
            Console.WriteLine($"./simulate --replay {result.Broken.First().Key} tells the first of them.");
        return result.Broken.Count == 0 ? 0 : 1;
    }

    private static int Replay(int seed)
    {
        Console.Write(Runs.Tell(seed));
        return 0;
    }
}
