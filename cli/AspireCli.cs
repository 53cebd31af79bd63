using System.ComponentModel;
using System.Diagnostics;

namespace Auctions.Cli;

/// <summary>
/// The Aspire CLI, by which a system that <c>./run</c> or an IDE starts is changed: the one on the PATH, or this
/// repository's tool (<c>dotnet tool restore</c>). What it says goes to this process' terminal.
/// </summary>
/// <param name="path">The PATH.</param>
internal sealed class AspireCli(string? path)
{
    private const string OnKubernetes =
        "On Kubernetes: kubectl rollout restart deployment/<service>, kubectl scale --replicas=<n> deployment/<service>.";

    /// <summary>Runs it, and hands on its exit code.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="error">Where what is said of a failure goes.</param>
    /// <param name="cancellation">Ends the waiting; what was begun goes on.</param>
    public async Task<int> RunAsync(IEnumerable<string> arguments, TextWriter error, CancellationToken cancellation)
    {
        string[] command = Installed() is { } installed ? [installed] : ["dotnet", "tool", "run", "aspire", "--"];
        try
        {
            using var aspire = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], .. arguments, "--non-interactive", "--nologo"]))!;
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
        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
