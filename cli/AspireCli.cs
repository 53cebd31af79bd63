using System.ComponentModel;
using System.Diagnostics;

namespace Auctions.Cli;

/// <summary>
/// The Aspire CLI, which changes a system started by <c>./run</c> or an IDE: the one on the PATH, or this repository's tool
/// (<c>dotnet tool restore</c>). Its output goes to the terminal of this process.
/// </summary>
/// <param name="path">The PATH.</param>
internal sealed class AspireCli(string? path)
{
    private const string OnKubernetes =
        "On Kubernetes: kubectl rollout restart deployment/<service>, kubectl scale --replicas=<n> deployment/<service>.";

    /// <summary>Runs the Aspire CLI.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="error">Gets the messages about failures.</param>
    /// <param name="cancellation">Ends the wait, but not the change.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 if the CLI can't be started.</returns>
    public async Task<int> RunAsync(IEnumerable<string> arguments, TextWriter error, CancellationToken cancellation)
    {
        string[] command = Installed() is { } installed ? [installed] : ["dotnet", "tool", "run", "aspire", "--"];
        try
        {
            using var aspire = Process.Start(
                new ProcessStartInfo(command[0], [.. command[1..], .. arguments, "--non-interactive", "--nologo"]))!;
            await aspire.WaitForExitAsync(cancellation);
            if (aspire.ExitCode != 0)
                await error.WriteLineAsync(OnKubernetes);
            return aspire.ExitCode == 0 ? 0 : 1;
        }
        catch (Win32Exception missing)
        {
            await error.WriteLineAsync($"{command[0]} can't be started: {missing.Message}. {OnKubernetes}");
            return 2;
        }
    }

    private string? Installed()
    {
        var file = OperatingSystem.IsWindows() ? "aspire.exe" : "aspire";
        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
