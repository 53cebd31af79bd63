using System.Buffers.Binary;
using System.Text;

namespace Auctions.Gateway.Live;

/// <summary>
/// The client's side of a WebSocket that YARP copies byte by byte. It follows the frames towards the client, so that a
/// close frame can be inserted between two of them. After that frame the client gets nothing more from the pusher.
/// </summary>
internal sealed class LiveSocket(Stream client, HttpContext context) : Stream
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly FrameReader _frames = new();
    private byte[]? _close;
    private bool _closed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>
    /// Sends a close frame as the server would: at once, or after the current frame. The client's answer goes to the
    /// pusher, which then ends the socket.
    /// </summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">At most 123 bytes.</param>
    /// <param name="cancellation">Ends the wait for a client that does not read.</param>
    /// <exception cref="OperationCanceledException">The client did not read in time.</exception>
    public async Task CloseAsync(int code, string reason, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            _close ??= CloseFrame(code, reason);
            await CloseBetweenFramesAsync(cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Drops the connection.</summary>
    public void Abort() => context.Abort();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_closed)
                return;
            var whole = 0;
            do
                whole += _frames.ReadFrame(buffer.Span[whole..]);
            while (whole < buffer.Length && _close is null);
            await client.WriteAsync(buffer[..whole], cancellationToken);
            await CloseBetweenFramesAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        client.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        client.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            client.Dispose();
        base.Dispose(disposing);
    }

    private async Task CloseBetweenFramesAsync(CancellationToken cancellation)
    {
        if (_close is null || _closed || !_frames.IsBetweenFrames)
            return;
        _closed = true;
        if (!_frames.HasClosed)
            await client.WriteAsync(_close, cancellation);
    }

    private static byte[] CloseFrame(int code, string reason)
    {
        var frame = new byte[4 + Encoding.UTF8.GetByteCount(reason)];
        (frame[0], frame[1]) = (0x88, (byte)(frame.Length - 2));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)code);
        Encoding.UTF8.GetBytes(reason, frame.AsSpan(4));
        return frame;
    }
}
