using Grpc.Core;

namespace Embedded.Sidecar.Workflows;

/// <summary>A message that is passed on as it is: the sidecar stands between the app and the hub, and reads none.</summary>
internal sealed record RawMessage(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The marshaller: no reading, no writing.</summary>
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
