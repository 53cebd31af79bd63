using Grpc.Core;

namespace Embedded.Sidecar.Api.Grpc;

/// <summary>A protobuf message that the sidecar passes on between app and hub without reading it.</summary>
internal sealed record RawMessage(ReadOnlyMemory<byte> Bytes)
{
    public static Marshaller<RawMessage> Marshaller { get; } = Marshallers.Create(
        static (message, context) =>
        {
            context.SetPayloadLength(message.Bytes.Length);
            var buffer = context.GetBufferWriter();
            message.Bytes.Span.CopyTo(buffer.GetSpan(message.Bytes.Length));
            buffer.Advance(message.Bytes.Length);
            context.Complete();
        },
        static context => new RawMessage(context.PayloadAsNewBuffer()));
}
