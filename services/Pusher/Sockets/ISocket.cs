namespace Auctions.Pusher.Sockets;

/// <summary>The sending half of a WebSocket. One caller at a time, except for <see cref="Abort"/>.</summary>
public interface ISocket
{
    /// <summary>Sends one text frame; returns when the transport has it. Throws when the peer is gone.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends the close frame, and doesn't wait for the peer's. Throws when the peer is gone.</summary>
    Task CloseAsync(int code, string reason);

    /// <summary>Drops the connection; a send in progress ends with an exception.</summary>
    void Abort();
}
