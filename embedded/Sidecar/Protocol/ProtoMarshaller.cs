using Google.Protobuf;
using Grpc.Core;

namespace Embedded.Sidecar.Protocol;

/// <summary>Marshals protobuf messages for gRPC methods that are bound by hand.</summary>
internal static class ProtoMarshaller
{
    /// <summary>The marshaller of a message.</summary>
    public static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T> =>
        Marshallers.Create(
            static (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
