using Auctions.Worker.V1;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Worker.Tests.Fixtures;

/// <summary>What Api and the sidecar call, by the names on the wire, so that a renamed method fails a test.</summary>
public static class Wire
{
    public static Method<DispatchRequest, DispatchReply> Dispatch { get; } =
        Unary("auctions.v1.Commands", "Dispatch", DispatchRequest.Parser, DispatchReply.Parser);

    public static Method<GetStatusRequest, GetStatusReply> GetStatus { get; } =
        Unary("auctions.v1.Commands", "GetStatus", GetStatusRequest.Parser, GetStatusReply.Parser);

    public static Method<WithdrawRequest, WithdrawReply> Withdraw { get; } =
        Unary("auctions.v1.Commands", "Withdraw", WithdrawRequest.Parser, WithdrawReply.Parser);

    public static Method<ReplayDeadLetterRequest, ReplayDeadLetterReply> ReplayDeadLetter { get; } =
        Unary("auctions.v1.Commands", "ReplayDeadLetter", ReplayDeadLetterRequest.Parser, ReplayDeadLetterReply.Parser);

    public static Method<GetTimeRequest, GetTimeReply> GetTime { get; } =
        Unary("auctions.v1.Commands", "GetTime", GetTimeRequest.Parser, GetTimeReply.Parser);

    public static Method<Empty, ListTopicSubscriptionsResponse> ListTopicSubscriptions { get; } =
        Unary("dapr.proto.runtime.v1.AppCallback", "ListTopicSubscriptions", Empty.Parser, ListTopicSubscriptionsResponse.Parser);

    public static Method<Empty, ListInputBindingsResponse> ListInputBindings { get; } =
        Unary("dapr.proto.runtime.v1.AppCallback", "ListInputBindings", Empty.Parser, ListInputBindingsResponse.Parser);

    public static Method<TopicEventRequest, TopicEventResponse> OnTopicEvent { get; } =
        Unary("dapr.proto.runtime.v1.AppCallback", "OnTopicEvent", TopicEventRequest.Parser, TopicEventResponse.Parser);

    public static Method<Empty, HealthCheckResponse> HealthCheck { get; } =
        Unary("dapr.proto.runtime.v1.AppCallbackHealthCheck", "HealthCheck", Empty.Parser, HealthCheckResponse.Parser);

    internal static Method<TRequest, TReply> Unary<TRequest, TReply>(
        string service, string name, MessageParser<TRequest> request, MessageParser<TReply> reply)
        where TRequest : class, IMessage<TRequest>
        where TReply : class, IMessage<TReply> =>
        new(MethodType.Unary, service, name,
            Marshallers.Create(message => message.ToByteArray(), request.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), reply.ParseFrom));
}
