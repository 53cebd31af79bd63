using System.Diagnostics;
using System.Globalization;

namespace Sidecar.Contract.Tests;

/// <summary>A data directory with sidecars of its own, for tests that end processes or need other files.</summary>
internal sealed class OwnSystem : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];
    private readonly string _data = Directory.CreateTempSubdirectory("contract-data-").FullName;
    private readonly string _resources = Directory.CreateTempSubdirectory("contract-resources-").FullName;

    /// <summary>Creates a system with the resource files of a folder, except those that are named.</summary>
    public OwnSystem(string resources, params string[] without)
    {
        foreach (var file in Directory.EnumerateFiles(resources).Where(file => !without.Contains(Path.GetFileName(file))))
            File.Copy(file, Path.Combine(_resources, Path.GetFileName(file)));
    }

    public void Write(string file, string yaml) => File.WriteAllText(Path.Combine(_resources, file), yaml);

    public async Task<SidecarProcess> SidecarAsync(
        string appId, int? appPort = null, string protocol = "http", string? apiToken = null, string? appToken = null, string? otlp = null)
    {
        var sidecar = await SidecarProcess.StartAsync(_data, _resources, appId, appPort, protocol, apiToken, appToken, otlp);
        _started.Add(sidecar);
        return sidecar;
    }

    public async Task<TestApp> AppAsync(string name, int port = 0, bool grpc = false)
    {
        var app = await TestApp.StartAsync(name, grpc, port);
        _started.Add(app);
        return app;
    }

    /// <summary>Kills the hub of the data directory.</summary>
    public void KillHub()
    {
        using var hub = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_data, "hub.pid")), CultureInfo.InvariantCulture));
        hub.Kill();
        hub.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        Directory.Delete(_resources, recursive: true);
        Directory.Delete(_data, recursive: true);
    }
}
