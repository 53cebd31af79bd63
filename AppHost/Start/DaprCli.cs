using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Auctions.AppHost.Start;

/// <summary>Which program runs beside each service: the machine's <c>dapr</c>, or the sidecar of this repository.</summary>
internal static partial class DaprCli
{
    /// <summary>The oldest runtime beside which this is tried (docs/operations.md).</summary>
    private static readonly Version Oldest = new(1, 18);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The sidecar that was built with AppHost.</summary>
    public static string Embedded { get; } = typeof(DaprCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EmbeddedSidecarPath").Value!;

    /// <summary>Looks where the Dapr toolkit looks.</summary>
    /// <returns>The path of the <c>dapr</c> CLI, or null where there is none.</returns>
    public static string? Find()
    {
        var file = OperatingSystem.IsWindows() ? "dapr.exe" : "dapr";
        var installed = OperatingSystem.IsWindows()
            ? Path.Combine(Path.GetPathRoot(Environment.SystemDirectory) ?? @"C:\", "dapr")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "dapr");
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return new[] { installed, "/usr/local/bin", "/usr/bin" }
            .Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Asks the CLI for its runtime.</summary>
    /// <returns>Why it can't run sidecars, and what to do, in a line; null where it can.</returns>
    public static string? WhyUnusable(string path)
    {
        var said = Ask(path);
        return RuntimeLine().Match(said) is { Success: true } runtime
            ? Version.TryParse(runtime.Groups["version"].Value, out var version)
                ? version >= Oldest
                    ? null
                    : $"The Dapr runtime of {path} is {version}; these services need {Oldest} or later. Update the CLI, then: dapr uninstall && dapr init"
                : $"{path} has no Dapr runtime yet. Say: dapr init"
            : $"{path} does not say its version: {said.ReplaceLineEndings(" ").Trim()} Install the Dapr CLI anew, then: dapr init";
    }

    private static string Ask(string path)
    {
        try
        {
            using var cli = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = cli.StandardOutput.ReadToEndAsync();
            if (cli.WaitForExit(Patience))
                return said.Result;
            cli.Kill(entireProcessTree: true);
            return $"no answer to --version in {Patience.TotalSeconds} s.";
        }
        catch (Win32Exception refused)
        {
            return refused.Message;
        }
    }

    [GeneratedRegex(@"^Runtime version:\s*v?(?<version>\S+?)(-\S*)?\s*$", RegexOptions.Multiline)]
    private static partial Regex RuntimeLine();
}
