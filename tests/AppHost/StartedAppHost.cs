using System.Diagnostics;
using System.Text;

namespace AppHost.Tests;

/// <summary>Starts AppHost as <c>./run</c> does, and returns its output and exit code.</summary>
internal static class StartedAppHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs AppHost to its end.</summary>
    /// <param name="environment">Further environment variables.</param>
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
        // A test that needs a fixed port sets it in its own environment.
        foreach (var port in (string[])["Api", "Pusher1", "Pusher2", "Dashboard"])
            start.Environment[$"Ports__{port}"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var appHost = Process.Start(start)!;
        var said = new StringBuilder();
        var ends = Task.WhenAll(
            ReadAsync(appHost.StandardOutput), ReadAsync(appHost.StandardError), appHost.WaitForExitAsync(TestContext.Current.CancellationToken));
        try
        {
            await ends.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            // On SIGTERM, AppHost also ends what it has started.
            using var kill = Process.Start("kill", ["-TERM", $"{appHost.Id}"]);
            await ends;
            lock (said)
                Assert.Fail($"AppHost did not end by itself. Its output:\n{said}");
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
