using System.Diagnostics;
using System.Text;

namespace AppHost.Tests;

/// <summary>AppHost as <c>./run</c> starts it, for what it says and how it ends.</summary>
internal static class StartedAppHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    /// <param name="environment">More environment.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<(int ExitCode, string Said)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Build.Assembly("AppHost", "AppHost"), .. arguments])
        {
            WorkingDirectory = Path.Combine(Build.Repository, "AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        // One that a test wants to find taken is said by the test.
        foreach (var port in (string[])["Api", "Pusher1", "Pusher2", "Dashboard"])
            start.Environment[$"Ports__{port}"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var appHost = Process.Start(start)!;
        var said = new StringBuilder();
        var ends = Task.WhenAll(ReadAsync(appHost.StandardOutput), ReadAsync(appHost.StandardError), appHost.WaitForExitAsync(TestContext.Current.CancellationToken));
        try
        {
            await ends.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            // By SIGTERM, so that it ends what it started.
            using var kill = Process.Start("kill", ["-TERM", $"{appHost.Id}"]);
            await ends;
            lock (said)
                Assert.Fail($"It did not end by itself. It said:\n{said}");
        }

        return (appHost.ExitCode, said.ToString());

        async Task ReadAsync(StreamReader lines)
        {
            while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                lock (said)
                    said.AppendLine(line);
        }
    }
}
