using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Runtime;

// Gives out free ports below 32768: above, where Linux takes the ports of outgoing connections from, a port that is
// free now may be held by a connection in a moment.
internal sealed class PortAllocator
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static readonly Lock Taking = new();

    // Two hosts that start at the same moment begin in different places; two in one process go on where the other is.
    private static int _next = Environment.ProcessId * 97 % Count;

    private readonly HashSet<int> _taken = [];

    // A port that was asked for is not given to another.
    public void Reserve(int port)
    {
        lock (Taking)
            _taken.Add(port);
    }

    public int Take()
    {
        lock (Taking)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                var port = First + _next;
                _next = (_next + 1) % Count;
                if (!_taken.Contains(port) && IsFree(port))
                {
                    _taken.Add(port);
                    return port;
                }
            }
        }

        throw new DistributedApplicationException($"No port between {First} and {First + Count - 1} is free.");
    }

    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.Any, port)
        && (!Socket.OSSupportsIPv6 || (CanListen(IPAddress.IPv6Loopback, port) && CanListen(IPAddress.IPv6Any, port)));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException refused)
        {
            // A machine without IPv6 has no ::1 to listen on; nor has anybody else there.
            return refused.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
