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
    private RunSet? _runs;
    private ServiceSet? _services;
    private FrontServer? _front;
    private Task _announcing = Task.CompletedTask;

    public IReadOnlyList<ResourceRun> Runs => _runs?.All ?? [];

    public ServiceSet Services => _services ?? throw new InvalidOperationException("Nothing runs yet.");

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

        List<IResource> resources = [.. application.Resources.OfType<ProjectResource>().SelectMany(WithSidecarProcesses)];
        DashboardPort = ChosenDashboardPort(ports);
        EndpointAllocation.Allocate(resources, DashboardPort, ports);
        _runs = new RunSet(_host, LaunchOf);
        _runs.Add(resources);
        _services = new ServiceSet(_runs, _host, _ending.Token);

        await CheckParametersAsync();
        _host.Guard.Start();
        _front = await FrontServer.StartAsync(_runs, _services, DashboardPort, cancellation);
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
        if (_services is not null)
            await _services.WhenUnchangingAsync();
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
    private IEnumerable<IResource> WithSidecarProcesses(ProjectResource project) =>
        SidecarProcesses.Beside(project, application.Resources.OfType<DaprSidecarResource>().Where(sidecar => sidecar.Application == project));

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
