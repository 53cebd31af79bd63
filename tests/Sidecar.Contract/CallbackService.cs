using System.Text;
using System.Threading.Channels;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types;

namespace Sidecar.Contract.Tests;

/// <summary>Gets the events of an app that speaks gRPC, and answers each as its text says.</summary>
internal sealed class CallbackService(Channel<TopicEventRequest> events) : AppCallback.AppCallbackBase
{
    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context) =>
        Task.FromResult(new ListTopicSubscriptionsResponse
        {
            Subscriptions =
            {
                new TopicSubscription
                {
                    PubsubName = "pubsub", Topic = "calls", DeadLetterTopic = "calls-dead", Routes = new TopicRoutes { Default = "/calls" },
                },
                new TopicSubscription { PubsubName = "pubsub", Topic = "calls-dead" },
            },
        });

    public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
    {
        await events.Writer.WriteAsync(request);
        var text = Encoding.UTF8.GetString(request.Data.Span);
        if (request.Topic == "calls-dead")
            return new TopicEventResponse();
        if (text.Contains("throw", StringComparison.Ordinal))
            throw new RpcException(new Status(StatusCode.Internal, "no"));
        return new TopicEventResponse
        {
            Status = text.Contains("drop", StringComparison.Ordinal) ? TopicEventResponseStatus.Drop
                : text.Contains("retry", StringComparison.Ordinal) ? TopicEventResponseStatus.Retry
                : TopicEventResponseStatus.Success,
        };
    }
}
