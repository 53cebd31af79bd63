using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Fixtures;

/// <summary>
/// Like a Service of Kubernetes: one address, whose every new connection goes to the next ready replica and stays
/// with it.
/// </summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Replica[] _replicas;
    private int _connections;

    public Service(params Replica[] replicas)
    {
        _replicas = replicas;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var caller = await _listener.AcceptTcpClientAsync(_stop.Token);
            Replica[] ready = [.. _replicas.Where(replica => !replica.IsDraining)];
            _ = RelayAsync(caller, ready[_connections++ % ready.Length]);
        }
    }

    private async Task RelayAsync(TcpClient caller, Replica replica)
    {
        using (caller)
        using (var called = new TcpClient())
        {
            await called.ConnectAsync(IPAddress.Loopback, replica.Port, _stop.Token);
            await Task.WhenAny(
                caller.GetStream().CopyToAsync(called.GetStream(), _stop.Token),
                called.GetStream().CopyToAsync(caller.GetStream(), _stop.Token));
        }
    }
}
