using System.Net.Sockets;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Hub.Link;
using Embedded.Sidecar.Hub.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sidecar.Tests.Hub.Fixtures;

/// <summary>A hub in the process of the test, on the socket of its data directory.</summary>
internal sealed class ServedHub : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private readonly Task _serving;

    public ServedHub(DataFolder folder, Action<HubEngine>? before = null)
    {
        Engine = folder.Open();
        before?.Invoke(Engine);
        _listener = Listen(new HubOptions(folder.Path));
        _serving = new HubServer(Engine, _listener, TimeProvider.System, NullLogger.Instance)
            .RunAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(1), _stopping.Token);
    }

    public HubEngine Engine { get; }

    /// <summary>Listens where links with these options look for their hub.</summary>
    public static Socket Listen(HubOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(options.SocketPath)!);
        File.Delete(options.SocketPath);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(options.SocketPath));
        listener.Listen();
        return listener;
    }

    /// <summary>Connects a link that never starts a hub process, because the test holds the lock of starting.</summary>
    public static async Task<(HubLink Link, IDisposable Starting)> LinkAsync(DataFolder folder)
    {
        var options = new HubOptions(folder.Path);
        var starting = FileLock.TryAcquire(options.StartingPath)!;
        var link = await HubLink.ConnectAsync(
            options, () => throw new InvalidOperationException("No hub is started here."),
            TimeProvider.System, NullLogger.Instance, DataFolder.Cancelled);
        return (link, starting);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        await Engine.DisposeAsync();
        _stopping.Dispose();
    }
}
