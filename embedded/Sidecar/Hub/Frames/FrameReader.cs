using System.Buffers.Binary;
using System.Text;

namespace Embedded.Sidecar.Hub.Frames;

/// <summary>Reads the fields of a frame, in the order in which they were written.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> frame)
{
    private ReadOnlySpan<byte> _rest = frame;

    /// <summary>Reads one value from a frame.</summary>
    public delegate T Parser<out T>(ref FrameReader from);

    public byte Byte() => Next(1)[0];

    public bool Bool() => Byte() != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Next(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Next(sizeof(long)));

    public int? OptionalInt()
    {
        var has = Bool();
        var value = Int();
        return has ? value : null;
    }

    /// <summary>Reads bytes into a new array, because the frame's memory is reused.</summary>
    public byte[] Bytes() => Next(Int()).ToArray();

    public string? Text() => Int() is >= 0 and var length ? Encoding.UTF8.GetString(Next(length)) : null;

    public T[] List<T>(Parser<T> parse)
    {
        var items = new T[Int()];
        for (var at = 0; at < items.Length; at++)
            items[at] = parse(ref this);
        return items;
    }

    private ReadOnlySpan<byte> Next(int length)
    {
        if ((uint)length > (uint)_rest.Length)
            throw new InvalidDataException("A frame of the hub link is shorter than its fields.");
        var next = _rest[..length];
        _rest = _rest[length..];
        return next;
    }
}
