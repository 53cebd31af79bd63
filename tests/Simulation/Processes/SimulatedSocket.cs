using Auctions.Pusher.Sockets;
using Simulation.Tests.Clock;
using Simulation.Tests.Faults;

namespace Simulation.Tests.Processes;

/// <summary>One connection from a pusher to a client. Frames arrive in order, as those of a TCP connection, and until it breaks.</summary>
/// <param name="loop">The loop.</param>
/// <param name="faults">Says how long a frame takes.</param>
/// <param name="receive">Called for each frame that arrives.</param>
/// <param name="closed">Called once the client knows that the connection is closed.</param>
internal sealed class SimulatedSocket(EventLoop loop, FaultSource faults, Action<byte[]> receive, Action closed) : ISocket
{
    private TimeSpan _lastArrival;
    private bool _isClosed;

    public ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        if (faults.Happens(FaultKind.BrokenConnection))
        {
            Close();
            throw new IOException("The connection is broken.");
        }

        var frame = text.ToArray();
        Arrive(() => receive(frame));
        return default;
    }

    public Task CloseAsync(int code, string reason)
    {
        Close();
        return Task.CompletedTask;
    }

    public void Abort() => Close();

    /// <summary>The client leaves, and hears no more.</summary>
    public void Leave() => _isClosed = true;

    /// <summary>Breaks the connection; the client notices after what is on its way.</summary>
    public void Close() => Arrive(() =>
    {
        _isClosed = true;
        closed();
    });

    private void Arrive(Action action)
    {
        var arrival = loop.Elapsed + faults.Latency();
        // Two arrivals at the same instant would come in any order.
        _lastArrival = arrival > _lastArrival ? arrival : _lastArrival + TimeSpan.FromTicks(1);
        loop.After(_lastArrival - loop.Elapsed, () =>
        {
            if (!_isClosed)
                action();
        });
    }
}
