using System.Buffers;
using System.Buffers.Binary;

namespace Embedded.Hub.Link;

/// <summary>
/// Frames over a stream, both ways. Senders append to one buffer while the other is being written, so the busier it is,
/// the more frames share a system call.
/// </summary>
internal sealed class FrameStream : IAsyncDisposable
{
    private const int HeaderBytes = sizeof(int);
    private const int LargestFrame = 64 << 20;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

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

    /// <summary>Cancelled once no frame can be sent any more.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Queues a frame. One that is queued after the end goes nowhere.</summary>
    public void Send<TState>(Op op, long number, TState state, Action<WireWriter, TState> write)
    {
        lock (_gate)
        {
            // Nobody would write it, and the buffer would only grow.
            if (_isEnding || Closed.IsCancellationRequested)
                return;
            var start = _filling.WrittenCount;
            var writer = new WireWriter(_filling);
            writer.Int(0);
            writer.Byte((byte)op);
            writer.Long(number);
            write(writer, state);
            var length = _filling.WrittenCount - start - HeaderBytes;
            BinaryPrimitives.WriteInt32LittleEndian(System.Runtime.InteropServices.MemoryMarshal.AsMemory(_filling.WrittenMemory).Span[start..], length);
            if (start == 0)
                _hasFrames.Release();
        }
    }

    /// <summary>Hands every frame to <paramref name="read"/> until the other side is gone.</summary>
    /// <param name="read">Gets a frame's kind, number and fields; the memory is its own only during the call.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(Action<Op, long, ReadOnlyMemory<byte>> read, CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        var filled = 0;
        while (true)
        {
            var got = await _stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (got == 0)
                return;
            filled += got;

            var at = 0;
            while (filled - at >= HeaderBytes)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
                if (length is < 9 or > LargestFrame)
                    throw new InvalidDataException($"A frame of the hub link says that it is {length} bytes long.");
                if (filled - at - HeaderBytes < length)
                    break;
                var frame = buffer.AsMemory(at + HeaderBytes, length);
                read((Op)frame.Span[0], BinaryPrimitives.ReadInt64LittleEndian(frame.Span[1..]), frame[9..]);
                at += HeaderBytes + length;
            }

            buffer.AsSpan(at, filled - at).CopyTo(buffer);
            filled -= at;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <summary>Sends what is queued, unless the other side doesn't take it, and closes the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isEnding && _filling.WrittenCount == 0)
                _hasFrames.Release();
            _isEnding = true;
        }

        await _writing.WaitAsync(LastWords, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _closed.CancelAsync();
        await _writing;
        await _stream.DisposeAsync();
        // The semaphore and the source stay: a late sender may still be about to use them.
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
            // The other side is gone, or this one goes; whoever waits for an answer hears of it by Closed.
            await _closed.CancelAsync();
        }
    }
}
