using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Embedded.Sidecar.Hub.Frames;

/// <summary>
/// Frames over a stream, in both directions. Senders append to one buffer while the other is written: the more frames
/// there are, the more of them share a system call.
/// </summary>
internal sealed class FrameStream : IAsyncDisposable
{
    private const int LengthBytes = sizeof(int);
    private const int HeaderBytes = sizeof(byte) + sizeof(long);
    private const int LargestFrame = 64 << 20;
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _hasFrames = new(0, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _writing;
    private ArrayBufferWriter<byte> _filling = new(16 << 10);
    private ArrayBufferWriter<byte> _sending = new(16 << 10);
    private bool _isEnding;

    public FrameStream(Stream stream)
    {
        _stream = stream;
        Closed = _closed.Token;
        _writing = WriteAsync();
    }

    /// <summary>Cancelled when no frame can be sent any more.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Queues a frame, or drops it where the stream is closed or closing.</summary>
    public void Send<TState>(Op op, long number, TState state, Action<FrameWriter, TState> write)
    {
        lock (_gate)
        {
            if (_isEnding || Closed.IsCancellationRequested)
                return;
            var start = _filling.WrittenCount;
            var writer = new FrameWriter(_filling);
            writer.Int(0);
            writer.Byte((byte)op);
            writer.Long(number);
            write(writer, state);
            var length = _filling.WrittenCount - start - LengthBytes;
            BinaryPrimitives.WriteInt32LittleEndian(MemoryMarshal.AsMemory(_filling.WrittenMemory).Span[start..], length);
            if (start == 0)
                _hasFrames.Release();
        }
    }

    /// <summary>Passes every frame to <paramref name="handle"/> until the other side closes the stream.</summary>
    /// <param name="handle">Gets a frame's kind, number and fields. The memory is reused after the call.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A frame's length is impossible.</exception>
    public async Task ReadAsync(Action<Op, long, ReadOnlyMemory<byte>> handle, CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        var filled = 0;
        while (true)
        {
            var got = await _stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (got == 0)
                return;
            filled += got;

            var handled = HandleAll(buffer.AsMemory(0, filled), handle);
            buffer.AsSpan(handled, filled - handled).CopyTo(buffer);
            filled -= handled;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <summary>Sends the queued frames, if the other side reads them soon, and closes the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isEnding && _filling.WrittenCount == 0)
                _hasFrames.Release();
            _isEnding = true;
        }

        await _writing.WaitAsync(FlushTimeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _closed.CancelAsync();
        await _writing;
        await _stream.DisposeAsync();
        // The semaphore and the token source aren't disposed, because a late sender may still use them.
    }

    private static int HandleAll(ReadOnlyMemory<byte> buffer, Action<Op, long, ReadOnlyMemory<byte>> handle)
    {
        var at = 0;
        while (buffer.Length - at >= LengthBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.Span[at..]);
            if (length is < HeaderBytes or > LargestFrame)
                throw new InvalidDataException($"A frame of the hub link claims a length of {length} bytes.");
            if (buffer.Length - at - LengthBytes < length)
                break;
            var frame = buffer.Slice(at + LengthBytes, length);
            handle((Op)frame.Span[0], BinaryPrimitives.ReadInt64LittleEndian(frame.Span[1..]), frame[HeaderBytes..]);
            at += LengthBytes + length;
        }

        return at;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _hasFrames.WaitAsync(Closed);
                lock (_gate)
                    (_filling, _sending) = (_sending, _filling);
                if (_sending.WrittenCount == 0)
                    return;
                await _stream.WriteAsync(_sending.WrittenMemory, Closed);
                _sending.ResetWrittenCount();
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One of the two sides ends; Closed tells everything that waits for an answer.
            await _closed.CancelAsync();
        }
    }
}
