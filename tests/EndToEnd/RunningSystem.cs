using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Auctions.AppHost.Supervision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests;

/// <summary>
/// The whole system of AppHost.cs, on free ports and with a data folder of its own. Its log lines are kept, and shown if it
/// does not start.
/// </summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>The hub that the sidecars share. It is a process, but no resource.</summary>
    public const string Hub = "hub";

    /// <summary>The services, each of which has a sidecar except the gateway.</summary>
    public static readonly IReadOnlyList<string> Services = ["worker-1", "worker-2", "pusher-1", "pusher-2", "api-1", "api-2", "gateway"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DistributedApplication _app;
    private readonly KeptLines _lines;
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly string _data;
    private readonly bool _ownsData;

    private RunningSystem(DistributedApplication app, KeptLines lines, string data, bool ownsData)
    {
        _app = app;
        _lines = lines;
        _data = data;
        _ownsData = ownsData;
    }

    /// <summary>The house's address.</summary>
    public Uri Api => _app.GetEndpoint("gateway", "http");

    /// <summary>The addresses of the pushers.</summary>
    public IReadOnlyList<Uri> Live => [.. new[] { "pusher-1", "pusher-2" }.Select(pusher => LiveOf(_app.GetEndpoint(pusher, "http")))];

    /// <summary>The log lines of AppHost and its processes, as far as they are kept.</summary>
    public string Printed => _lines.ToString();

    /// <summary>Starts the system and returns once everything in it is healthy.</summary>
    /// <param name="data">A data folder to continue with; null creates one, which is deleted with the system.</param>
    /// <param name="environment">Further environment variables for the processes.</param>
    /// <exception cref="InvalidOperationException">The system did not start in time; the message has its log lines.</exception>
    public static async Task<RunningSystem> StartAsync(string? data = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var ownsData = data is null;
        data ??= Directory.CreateTempSubdirectory("auctions-").FullName;
        string[] ports = [.. new[] { "Api", "Pusher1", "Pusher2" }.Select(port => $"--Ports:{port}=0")];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            // There is no collector unless a test starts one, and a process that ends would wait for a collector that does not answer.
            [.. ports, $"--EMBEDDED_DATA_DIR={data}", "--no-dashboard"], (options, _) => options.EnableResourceLogging = true);
        var lines = new KeptLines();
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(lines));
        foreach (var resource in builder.Resources.OfType<IResourceWithEnvironment>())
            builder.CreateResourceBuilder(resource).WithEnvironment(context =>
            {
                // Two bidders of the tests send as much as a room full of bidders.
                context.EnvironmentVariables["RateLimits__CommandsPerSecond"] = "100000";
                context.EnvironmentVariables["RateLimits__CommandBurst"] = "100000";
                foreach (var (name, value) in environment ?? new Dictionary<string, string>())
                    context.EnvironmentVariables[name] = value;
            });

        var system = new RunningSystem(await builder.BuildAsync(), lines, data, ownsData);
        try
        {
            using var deadline = new CancellationTokenSource(Patience);
            await system._app.StartAsync(deadline.Token);
            await Task.WhenAll(system.Processes.Where(process => !process.Annotations.OfType<ExplicitStartupAnnotation>().Any())
                .Select(process => system._app.ResourceNotifications.WaitForResourceHealthyAsync(process.Name, deadline.Token)));
        }
        catch (Exception failure)
        {
            await system.DisposeAsync();
            throw new InvalidOperationException($"The system did not start. Its log lines:\n{system.Printed}", failure);
        }

        return system;
    }

    /// <summary>The process ids of the running processes, by resource.</summary>
    public IReadOnlyDictionary<string, int> Pids(Func<IResource, bool>? which = null) => Processes
        .Where(which ?? (_ => true))
        .Select(process => (process.Name, Pid: PidOf(process)))
        .Where(process => process.Pid is not null)
        .ToDictionary(process => process.Name, process => process.Pid!.Value);

    /// <summary>Whether a resource is a service and not a sidecar.</summary>
    public static bool IsService(IResource resource) => resource is ProjectResource;

    /// <summary>Changes a service with a command of its resource, and returns when the change is done.</summary>
    /// <param name="service">For example <c>worker</c>.</param>
    /// <param name="command">For example <c>rolling-restart</c>.</param>
    /// <param name="arguments">The arguments of the command.</param>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public async Task ChangeAsync(string service, string command, params (string Name, string Value)[] arguments)
    {
        var resource = Model.Resources.Single(resource => resource.Name == service);
        var inputs = new InteractionInputCollection([.. arguments.Select(argument =>
            new InteractionInput { Name = argument.Name, Value = argument.Value, InputType = InputType.Number })]);
        var done = await _app.ResourceCommands.ExecuteCommandAsync(resource, command, inputs);
        if (!done.Success)
            throw new InvalidOperationException($"{command} of {service}: {done.Message}");
    }

    /// <summary>Forgets the log lines so far, so that <see cref="Printed"/> has those of one test.</summary>
    public void ForgetLines() => _lines.Forget();

    /// <summary>Kills a process and returns its id.</summary>
    /// <exception cref="InvalidOperationException">The process does not run.</exception>
    public async Task<int> KillAsync(string resource)
    {
        var pid = PidOf(Process(resource)) ?? throw new InvalidOperationException($"{resource} does not run.");
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
        return pid;
    }

    /// <summary>Kills a process; false if it does not run.</summary>
    public bool TryKill(string process) => FindPid(process) is { } pid && OsProcess.TryKill(pid);

    /// <summary>The id of a process; null if it does not run.</summary>
    public int? FindPid(string process) => process == Hub
        ? int.Parse(File.ReadAllText(Path.Combine(_data, "hub.pid")), CultureInfo.InvariantCulture)
        : PidOf(Process(process));

    /// <summary>Waits until every service is healthy and has a healthy sidecar.</summary>
    public Task WaitUntilWholeAsync(TimeSpan within) => Task.WhenAll(Services.Select(service => WaitUntilBackAsync(service, gonePid: 0, within)));

    /// <summary>Waits until a process other than the given one is healthy and has a healthy sidecar.</summary>
    public async Task WaitUntilBackAsync(string resource, int gonePid, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        while (PidOf(Process(resource)) is not { } pid || pid == gonePid
            || !await IsHealthyAsync(resource, "health") || !await IsSidecarHealthyAsync(ServiceMember.SidecarOf(resource)))
            await Task.Delay(100, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _probe.Dispose();
        if (_ownsData)
            Directory.Delete(_data, recursive: true);
    }

    private DistributedApplicationModel Model => _app.Services.GetRequiredService<DistributedApplicationModel>();

    private IEnumerable<IResource> Processes => Model.Resources
        .Where(resource => resource is ProjectResource || ServiceMember.IsSidecar(resource));

    private IResource Process(string name) => Processes.Single(process => process.Name == name);

    private static Uri LiveOf(Uri pusher) => new UriBuilder(pusher) { Scheme = "ws", Path = "/live" }.Uri;

    // The gateway has no sidecar.
    private async Task<bool> IsSidecarHealthyAsync(string sidecar) =>
        Processes.All(process => process.Name != sidecar) || await IsHealthyAsync(sidecar, "v1.0/healthz");

    private async Task<bool> IsHealthyAsync(string resource, string path)
    {
        try
        {
            using var answer = await _probe.GetAsync(new Uri(_app.GetEndpoint(resource, "http"), path));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    // Aspire starts a project by `dotnet run`, whose only child is the service.
    private int? PidOf(IResource process)
    {
        if (!_app.ResourceNotifications.TryGetCurrentState(process.Name, out var current)
            || current.Snapshot.State?.Text != KnownResourceStates.Running
            || current.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is not int started)
            return null;
        return process is ProjectResource ? OsProcess.ChildOf(started) : started;
    }
}
