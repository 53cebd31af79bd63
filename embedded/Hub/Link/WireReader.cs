using System.Buffers.Binary;
using System.Text;

namespace Embedded.Hub.Link;

/// <summary>Reads the fields of a frame, in the order in which they were written.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> frame)
{
    private ReadOnlySpan<byte> _rest = frame;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public int? Optional()
    {
        var has = Bool();
        var value = Int();
        return has ? value : null;
    }

    /// <summary>A copy: the frame's memory is used again.</summary>
    public byte[] Bytes() => Take(Int()).ToArray();

    public string? Text() => Int() is >= 0 and var length ? Encoding.UTF8.GetString(Take(length)) : null;

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
            throw new InvalidDataException("A frame of the hub link is shorter than its fields.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
