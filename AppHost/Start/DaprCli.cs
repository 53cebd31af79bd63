using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Auctions.AppHost.Start;

/// <summary>The program that runs the sidecars: the machine's <c>dapr</c>, or the embedded sidecar of this repository.</summary>
internal static partial class DaprCli
{
    /// <summary>The oldest runtime with which the services are tested (docs/operations.md).</summary>
    private static readonly Version Oldest = new(1, 18);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The sidecar that was built with AppHost.</summary>
    public static string Embedded { get; } = typeof(DaprCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EmbeddedSidecarPath").Value!;

    /// <summary>Looks for the <c>dapr</c> CLI where the Dapr toolkit looks.</summary>
    /// <returns>Its path; null if there is none.</returns>
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

    /// <summary>Asks the CLI for the version of its runtime.</summary>
    /// <returns>A line that says why the CLI can't run sidecars and what to do; null if it can.</returns>
    public static string? WhyUnusable(string path)
    {
        var output = VersionOutput(path);
        if (RuntimeLine().Match(output) is not { Success: true } runtime)
            return $"{path} does not report its version: {output.ReplaceLineEndings(" ").Trim()} Reinstall the Dapr CLI, then: dapr init";
        if (!Version.TryParse(runtime.Groups["version"].Value, out var version))
            return $"{path} has no Dapr runtime yet. Run: dapr init";
        return version >= Oldest ? null
            : $"The Dapr runtime of {path} is {version}; these services need {Oldest} or later. "
            + "Update the CLI, then: dapr uninstall && dapr init";
    }

    private static string VersionOutput(string path)
    {
        try
        {
            var start = new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var cli = Process.Start(start)!;
            var output = cli.StandardOutput.ReadToEndAsync();
            if (cli.WaitForExit(Patience))
                return output.Result;
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
