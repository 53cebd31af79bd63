using System.CommandLine;
using System.Diagnostics;
using Embedded.Hub;
using Embedded.Hub.Lifetime;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hosting;
using Embedded.Sidecar.Resources;

var dataDirectory = new Option<string>("--data-dir") { Description = "The folder that holds state and queues", Required = true };
var hub = new Command("hub", "Runs the hub that the sidecars of a data directory share; sidecars start it by themselves") { dataDirectory };
hub.SetAction(parsed => RunHubAsync(parsed.GetValue(dataDirectory)!));

var root = new RootCommand("A stand-in for daprd on one machine: it speaks Dapr's protocol, and needs nothing but .NET. Not for production.")
{
    RunCommand.Create(Environment.GetEnvironmentVariable, RunSidecarAsync),
    hub,
};
return await root.Parse(args).InvokeAsync();

static async Task<int> RunSidecarAsync(SidecarOptions options, CancellationToken cancellation)
{
    try
    {
        return await SidecarHost.RunAsync(options, () => HubStart(options), cancellation);
    }
    catch (Exception failure) when (failure is ResourceException or HubStartException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
    catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
    {
        await Console.Error.WriteLineAsync($"--dapr-http-port {options.HttpPort}, --dapr-grpc-port {options.GrpcPort}: {taken.Message}");
        return 1;
    }
}

// With a stderr of its own: the hub lives on, and whoever reads this process's would not see it end before the hub does.
// And as no child of this process, by a shell that ends at once: who stops a process with all below it, as Aspire does,
// would stop with one sidecar the hub of all.
static ProcessStartInfo HubStart(SidecarOptions options) => OperatingSystem.IsWindows()
    ? new(Environment.ProcessPath!, HubArguments(options)) { RedirectStandardError = true }
    : new("/bin/sh", ["-c", "\"$@\" &", "hub", Environment.ProcessPath!, .. HubArguments(options)]) { RedirectStandardError = true };

// Started by `dotnet Embedded.Sidecar.dll`, the process is dotnet and wants the assembly first.
static string[] HubArguments(SidecarOptions options) =>
    Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [typeof(RunCommand).Assembly.Location, "hub", "--data-dir", options.DataDirectory]
        : ["hub", "--data-dir", options.DataDirectory];

static async Task<int> RunHubAsync(string dataDirectory)
{
    var options = new HubOptions(dataDirectory);
    using var log = new HubLog(Path.Combine(options.DataDirectory, "hub.log"), TimeProvider.System);
    return await HubHost.RunAsync(options, Console.WriteLine, TimeProvider.System, log);
}
