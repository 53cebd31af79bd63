using Simulation.Tests.Story;

namespace Simulation.Tests;

/// <summary>The entry of the program: <c>simulate …</c> runs as many seeds as one likes, anything else the tests.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["simulate", .. var rest] => await SimulateCommand.Make().Parse(rest).InvokeAsync(),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
