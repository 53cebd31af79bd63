using System.Buffers.Binary;

namespace Auctions.Gateway.Live;

/// <summary>
/// Finds where one WebSocket frame ends and the next begins (RFC 6455, 5.2), in bytes that arrive in any pieces. Only
/// there can the gateway insert a frame of its own.
/// </summary>
internal sealed class FrameReader
{
    private const int Close = 0x8;

    // Two bytes, up to eight more for the length, and four for the mask.
    private readonly byte[] _header = new byte[14];
    private int _headerBytes;
    private long _payloadLeft;

    /// <summary>Whether the bytes so far are whole frames.</summary>
    public bool IsBetweenFrames => _headerBytes == 0 && _payloadLeft == 0;

    /// <summary>Whether a close frame has begun; no frame may follow it.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Reads to the end of the current frame or of the bytes, whichever comes first.</summary>
    /// <returns>The number of bytes read.</returns>
    public int ReadFrame(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (_payloadLeft == 0 && read < bytes.Length)
        {
            _header[_headerBytes++] = bytes[read++];
            if (_headerBytes < HeaderLength)
                continue;
            _payloadLeft = PayloadLength;
            _headerBytes = 0;
            HasClosed |= (_header[0] & 0x0F) == Close;
            if (_payloadLeft == 0)
                return read;
        }

        var payload = (int)Math.Min(_payloadLeft, bytes.Length - read);
        _payloadLeft -= payload;
        return read + payload;
    }

    private int HeaderLength => _headerBytes < 2 ? 2 : 2 + LengthBytes + ((_header[1] & 0x80) == 0 ? 0 : 4);

    private int LengthBytes => (_header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };

    private long PayloadLength => LengthBytes switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
        8 => (long)(BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)) & long.MaxValue),
        _ => _header[1] & 0x7F,
    };
}
