using System.Diagnostics;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Server;

namespace Embedded.Sidecar.Hosting;

/// <summary>The hub as a process of its own: the command <c>hub</c> of this program.</summary>
internal static class HubProcess
{
    /// <summary>
    /// How a sidecar starts the hub, which outlives the sidecar. The hub gets a stderr of its own, because a reader of the
    /// sidecar's stderr would otherwise wait for the end of the hub. A shell that ends at once starts the hub, so that it
    /// is no child of the sidecar: Aspire stops a process with all its children, and would stop the hub of all sidecars
    /// with one of them.
    /// </summary>
    public static ProcessStartInfo StartOf(SidecarOptions options)
    {
        var program = Environment.ProcessPath!;
        string[] arguments = ["hub", "--data-dir", options.DataDirectory];
        // In a process that was started by `dotnet Embedded.Sidecar.dll`, the program is dotnet and needs the assembly.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments = [typeof(HubProcess).Assembly.Location, .. arguments];
        return OperatingSystem.IsWindows()
            ? new(program, arguments) { RedirectStandardError = true }
            : new("/bin/sh", ["-c", "\"$@\" &", "hub", program, .. arguments]) { RedirectStandardError = true };
    }

    /// <summary>Runs the hub of a data directory in this process.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string dataDirectory)
    {
        var options = new HubOptions(dataDirectory);
        using var log = new HubLog(Path.Combine(options.DataDirectory, "hub.log"), TimeProvider.System);
        return await HubHost.RunAsync(options, Console.WriteLine, TimeProvider.System, log);
    }
}
