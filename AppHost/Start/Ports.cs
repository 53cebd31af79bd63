using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Auctions.AppHost.Start;

/// <summary>
/// The ports of everything that AppHost starts. Each process listens on its port itself: Aspire's proxy would take
/// connections for a process that is gone, and hide that a port is taken.
/// </summary>
internal sealed class Ports(IConfiguration configuration, bool publishing)
{
    private readonly List<NamedPort> _named = [];

    /// <summary>Those that somebody chose, whose owners are looked up where they are taken.</summary>
    public IReadOnlyList<NamedPort> Chosen => _named;

    /// <summary>A port that people know, or that <c>Ports:{name}</c> says; where that is 0, a free one. None where AppHost publishes.</summary>
    public int? Named(string name, int standard, string purpose)
    {
        if (publishing)
            return null;
        if (configuration.GetValue($"Ports:{name}", standard) is not 0 and var port)
            _named.Add(new NamedPort(port, $"Ports__{name}", purpose));
        else
            port = Take();
        return port;
    }

    /// <summary>A free port; none where AppHost publishes.</summary>
    public int? Free() => publishing ? null : Take();

    /// <summary>Whether nobody listens on a port of this machine.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.Any, port)
        && (!Socket.OSSupportsIPv6 || (CanListen(IPAddress.IPv6Loopback, port) && CanListen(IPAddress.IPv6Any, port)));

    /// <summary>
    /// A free port below 32768: above, where Linux takes the ports of outgoing connections from, a port that is free now
    /// may be held by a connection in a moment.
    /// </summary>
    public static int Take()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (Interlocked.Increment(ref _next) & int.MaxValue) % Count;
            if (IsFree(port))
                return port;
        }

        throw new DistributedApplicationException($"No port between {First} and {First + Count - 1} is free.");
    }

    private const int First = 20_000;
    private const int Count = 12_000;

    // Two that start at the same moment begin in different places.
    private static int _next = Environment.ProcessId * 97 % Count;

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

/// <summary>A port that somebody chose.</summary>
/// <param name="Port">The port.</param>
/// <param name="Setting">The environment variable that chooses another.</param>
/// <param name="Purpose">What it is for.</param>
internal sealed record NamedPort(int Port, string Setting, string Purpose);
