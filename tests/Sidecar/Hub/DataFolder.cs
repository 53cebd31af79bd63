using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Link;
using Embedded.Sidecar.Hub.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Sidecar.Tests.Hub;

/// <summary>A data directory for one test, and the ways to open it.</summary>
internal sealed class DataFolder : IDisposable
{
    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public string Path { get; } = Directory.CreateTempSubdirectory("hub-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Opens a hub in this process, with a clock that only the test moves.</summary>
    public HubEngine Open() => HubEngine.Open(Path, Time, NullLogger.Instance);

    /// <summary>Connects a link to a hub process, which it starts where none is running.</summary>
    public Task<HubLink> LinkAsync(TimeSpan? grace = null) => HubLink.ConnectAsync(
        new HubOptions(Path) { Grace = grace ?? TimeSpan.FromSeconds(2) },
        () => new ProcessStartInfo("dotnet", [SidecarAssembly, "hub", "--data-dir", Path]),
        TimeProvider.System, NullLogger.Instance, Cancelled);

    public Process HubProcess() => Process.GetProcessById(
        int.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "hub.pid")), CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string SidecarAssembly => typeof(DataFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Sidecar").Value!;
}
