using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Auctions.AppHost.Start;

/// <summary>
/// The ports of all processes that AppHost starts. Each process listens on its port itself. Aspire's proxy would accept
/// connections for a process that is gone, and hide that a port is taken.
/// </summary>
internal sealed class Ports(IConfiguration configuration, bool publishing)
{
    private readonly List<NamedPort> _named = [];

    /// <summary>The fixed ports, which another process may have taken.</summary>
    public IReadOnlyList<NamedPort> Chosen => _named;

    /// <summary>A well-known port, unless <c>Ports:{name}</c> sets another; 0 chooses a free one. Null when AppHost publishes.</summary>
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

    /// <summary>A free port; null when AppHost publishes.</summary>
    public int? Free() => publishing ? null : Take();

    /// <summary>Whether no process listens on a port of this machine.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.Any, port)
        && (!Socket.OSSupportsIPv6 || (CanListen(IPAddress.IPv6Loopback, port) && CanListen(IPAddress.IPv6Any, port)));

    /// <summary>
    /// A free port below 32768. Above, Linux chooses the ports of outgoing connections, so that a port that is free now may
    /// be taken a moment later.
    /// </summary>
    /// <exception cref="DistributedApplicationException">No port in the range is free.</exception>
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

    // Two AppHosts that start at the same moment begin their search at different ports.
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
            // On a machine without IPv6 no other process listens on ::1 either.
            return refused.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}

/// <summary>A fixed port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Setting">The environment variable that sets another port.</param>
/// <param name="Purpose">What listens on the port.</param>
internal sealed record NamedPort(int Port, string Setting, string Purpose);
