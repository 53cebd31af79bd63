using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Embedded.Sidecar.Hub.Frames;

/// <summary>Writes the fields of a frame.</summary>
internal readonly struct FrameWriter(ArrayBufferWriter<byte> buffer)
{
    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    public void OptionalInt(int? value)
    {
        Bool(value is not null);
        Int(value ?? 0);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(buffer.GetSpan(value.Length));
        buffer.Advance(value.Length);
    }

    /// <summary>Writes a protobuf message, which is read as <see cref="FrameReader.Bytes"/>.</summary>
    public void Message(IMessage message)
    {
        var length = message.CalculateSize();
        Int(length);
        message.WriteTo(buffer.GetSpan(length)[..length]);
        buffer.Advance(length);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Int(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    public void List<T>(IReadOnlyList<T> items, Action<FrameWriter, T> write)
    {
        Int(items.Count);
        for (var at = 0; at < items.Count; at++)
            write(this, items[at]);
    }
}
