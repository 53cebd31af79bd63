namespace Auctions.AppHost.Start;

/// <summary>Runtime settings for a dozen .NET processes on one developer's machine, which inherit AppHost's environment.</summary>
internal static class ThisMachine
{
    // Idle pool threads spin before they sleep, which only pays if a process has a machine to itself. Without spinning, a
    // raise costs a third less CPU here (bench/results/raises.md). The other settings give each process one heap that is
    // collected rarely, and leave out the instrumented stage of compilation.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
        ("DOTNET_gcServer", "0"),
        ("DOTNET_GCgen0size", "0x2000000"),
        ("DOTNET_TieredPGO", "0"),
    ];

    /// <summary>Sets the variables that the environment does not set itself.</summary>
    public static void ShareAmongManyProcesses()
    {
        foreach (var (name, value) in Settings)
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
    }
}
