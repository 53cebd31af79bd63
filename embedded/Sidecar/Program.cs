using System.CommandLine;
using Embedded.Sidecar;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hosting;
using Embedded.Sidecar.Resources;
using Microsoft.AspNetCore.Connections;

var dataDirectory = new Option<string>("--data-dir")
{
    Description = "The folder that holds state and queues",
    Required = true,
};
var hub = new Command("hub", "Runs the hub that the sidecars of a data directory share, which start it themselves")
{
    dataDirectory,
};
hub.SetAction(parsed => HubProcess.RunAsync(parsed.GetValue(dataDirectory)!));

var root = new RootCommand(
    "A stand-in for daprd on one machine. It speaks Dapr's protocol and needs only .NET. Not for production.")
{
    RunCommand.Create(Environment.GetEnvironmentVariable, RunSidecarAsync),
    hub,
};
return await root.Parse(args).InvokeAsync();

static async Task<int> RunSidecarAsync(SidecarOptions options, CancellationToken cancellation)
{
    try
    {
        return await SidecarHost.RunAsync(options, () => HubProcess.StartOf(options), cancellation);
    }
    catch (Exception failure) when (failure is ResourceException or HubStartException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
    catch (IOException inUse) when (inUse.InnerException is AddressInUseException)
    {
        await Console.Error.WriteLineAsync(
            $"--dapr-http-port {options.HttpPort}, --dapr-grpc-port {options.GrpcPort}: {inUse.Message}");
        return 1;
    }
}
