namespace Auctions.AppHost.Start;

/// <summary>What suits a dozen .NET processes that share a developer's machine; they inherit AppHost's environment.</summary>
internal static class ThisMachine
{
    // Idle pool threads spin before they sleep, which pays on a machine of one's own. A dozen processes that spin on two
    // cores take them from each other: without it a raise costs a third less CPU (bench/results/raises.md). Then one heap
    // each, collected seldom; and code compiled once less, without being instrumented in between.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
        ("DOTNET_gcServer", "0"),
        ("DOTNET_GCgen0size", "0x2000000"),
        ("DOTNET_TieredPGO", "0"),
    ];

    /// <summary>Sets it where the environment doesn't say otherwise.</summary>
    public static void ShareAmongManyProcesses()
    {
        foreach (var (name, value) in Settings)
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
    }
}
