using System.Diagnostics;
using System.Globalization;
using Dapr.Workflow;
using Tests.Ports;

namespace Workflow.Contract.Tests;

/// <summary>A data directory with sidecars and apps of its own, for tests that end processes.</summary>
internal sealed class OwnSystem : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];
    private readonly string _data = Directory.CreateTempSubdirectory("workflow-data-").FullName;
    private readonly string _resources = Directory.CreateTempSubdirectory("workflow-resources-").FullName;

    public Task<SidecarProcess> SidecarAsync(string appId = "own") => SidecarAsync(appId, FreePort.Find(), FreePort.Find());

    /// <summary>Starts a sidecar in place of one that ended.</summary>
    public Task<SidecarProcess> AgainAsync(SidecarProcess ended) => SidecarAsync(ended.AppId, ended.HttpPort, ended.GrpcPort);

    public async Task<WorkflowApp> AppAsync(SidecarProcess sidecar, Action<WorkflowRuntimeOptions> configure)
    {
        var app = await WorkflowApp.StartAsync(sidecar.GrpcEndpoint, configure);
        _started.Add(app);
        return app;
    }

    /// <summary>Kills the hub of the data directory.</summary>
    public async Task KillHubAsync()
    {
        using var hub = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(_data, "hub.pid")), CultureInfo.InvariantCulture));
        hub.Kill();
        await hub.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        Directory.Delete(_resources, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    private async Task<SidecarProcess> SidecarAsync(string appId, int httpPort, int grpcPort)
    {
        var sidecar = await SidecarProcess.StartAsync(_data, _resources, appId, httpPort, grpcPort);
        _started.Add(sidecar);
        return sidecar;
    }
}
