using System.Net;
using System.Net.Sockets;

namespace Tests.Ports;

/// <summary>
/// Ports for processes that have to be told one. They lie below those that the system gives to outgoing connections: one
/// found free among these could be such a connection's before the process has it.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int Last = 19_999;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Found = [];

    /// <summary>A port that is free, and that nobody here was told before.</summary>
    public static int Find()
    {
        lock (Gate)
            while (true)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (!Found.Contains(port) && IsFree(port))
                {
                    Found.Add(port);
                    return port;
                }
            }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
