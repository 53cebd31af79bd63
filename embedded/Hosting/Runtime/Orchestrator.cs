using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using CommunityToolkit.Aspire.Hosting.Dapr;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Runtime;

// Turns the parts of the application into running processes, and back.
internal sealed class Orchestrator(DistributedApplicationBuilder application, IServiceProvider services) : IAsyncDisposable
{
    private const int StandardDashboardPort = 15_080;

    private readonly CancellationTokenSource _ending = new();
    private RunHost? _host;
    private FrontServer? _front;
    private Task _announcing = Task.CompletedTask;

    public IReadOnlyList<ResourceRun> Runs { get; private set; } = [];

    public int? DashboardPort { get; private set; }

    public StateChanges Changes { get; } = new();

    public ResourceRun this[string name] => Runs.Single(run => run.Name == name);

    public async Task StartAsync(CancellationToken cancellation)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var began = time.GetTimestamp();
        var console = services.GetService<ConsoleLog>() ?? ConsoleLog.OfThisProcess();
        var ports = new PortAllocator();
        _host = new RunHost(time, Changes, console, new GuardLink(console), ports, application.ExecutionContext);

        var resources = WithSidecarProcesses();
        DashboardPort = ChosenDashboardPort(ports);
        EndpointAllocation.Allocate(resources, DashboardPort, ports);
        Runs = [.. resources.Select(resource => new ResourceRun(resource, _host, LaunchOf(resource)))];
        foreach (var run in Runs)
        {
            run.WaitsFor = [.. run.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => RunOf(wait.Resource, run)).Distinct()];
            console.Expect(run.IsScalable ? run.DisplayName(1) : run.Name);
            // What can't be started is known now, and nothing is.
            run.Launch();
        }

        await CheckParametersAsync();
        _host.Guard.Start();
        _front = await FrontServer.StartAsync(Runs, DashboardPort, cancellation);
        if (DashboardPort is { } port)
            console.Write("host", $"dashboard: http://localhost:{port}/");
        await Task.WhenAll(Runs.Select(run => run.StartAsync()));
        _announcing = new Announcement(Runs, DashboardPort, _host, began).RunAsync(_ending.Token);
    }

    // Those on whom nobody waits stop first; sidecars stop last, for a service that ends may still have to say something.
    public async Task StopAsync(CancellationToken now)
    {
        await _ending.CancelAsync();
        await _announcing;
        var left = Runs.Where(run => run.Resource is ProjectResource).ToList();
        if (Runs.Any(run => !run.Instances.IsEmpty))
            _host!.Console.Write("host", "stopping …");
        while (left.Count > 0)
        {
            var wave = left.Where(run => !left.Any(other => other.WaitsFor.Contains(run))).ToList();
            // Two that wait for each other never started; they are stopped together.
            wave = wave.Count > 0 ? wave : [.. left];
            await Task.WhenAll(wave.Select(run => run.StopAsync(now)));
            left.RemoveAll(wave.Contains);
        }

        await Task.WhenAll(Runs.Select(run => run.StopAsync(now)));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        if (_host is not null)
        {
            await _host.Guard.DisposeAsync();
            await _host.Console.DisposeAsync();
        }

        foreach (var run in Runs)
            run.Dispose();
        _ending.Dispose();
    }

    // A sidecar's process comes right after the resource that it belongs to, and tells it where it listens.
    private List<IResource> WithSidecarProcesses()
    {
        List<IResource> resources = [];
        foreach (var resource in application.Resources.OfType<ProjectResource>())
        {
            resources.Add(resource);
            foreach (var sidecar in application.Resources.OfType<DaprSidecarResource>().Where(sidecar => sidecar.Application == resource))
            {
                var process = new DaprCliResource(sidecar);
                resource.Annotations.Add(new EnvironmentCallbackAnnotation(context => TellPorts(context, process)));
                resources.Add(process);
            }
        }

        return resources;
    }

    private ResourceRun RunOf(IResource awaited, ResourceRun waiting) =>
        Runs.FirstOrDefault(run => run.Resource == awaited) ?? throw new DistributedApplicationException(
            $"'{waiting.Name}' waits for '{awaited.Name}', which is no project: only projects can be waited for in the embedded build.");

    private static void TellPorts(EnvironmentCallbackContext context, DaprCliResource sidecar)
    {
        foreach (var (protocol, name) in new[] { ("http", "HTTP"), ("grpc", "GRPC") })
        {
            var endpoint = sidecar.GetEndpoint(protocol);
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_PORT", endpoint.Port.ToString(CultureInfo.InvariantCulture));
            context.EnvironmentVariables.TryAdd($"DAPR_{name}_ENDPOINT", endpoint);
        }
    }

    private Func<Launch> LaunchOf(IResource resource) => resource is DaprCliResource sidecar
        ? () => Launch.Of(sidecar, services.GetRequiredService<IOptions<DaprOptions>>().Value.DaprPath, application.AppHostDirectory)
        : () => Launch.Of((ProjectResource)resource);

    // Ports:Dashboard, or what the launch profile says; 0 takes a free one.
    private int? ChosenDashboardPort(PortAllocator ports)
    {
        if (application.Options.DisableDashboard)
            return null;
        var launched = Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';')[0];
        var port = application.Configuration.GetValue<int?>("Ports:Dashboard")
            ?? (Uri.TryCreate(launched, UriKind.Absolute, out var url) ? url.Port : StandardDashboardPort);
        return port == 0 ? ports.Take() : port;
    }

    private async Task CheckParametersAsync()
    {
        foreach (var parameter in application.Resources.OfType<ParameterResource>())
            await parameter.GetValueAsync();
    }
}
