using System.Text.Json;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Protocol;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.Tracing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using static Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types;

namespace Embedded.Sidecar.App;

/// <summary>The connection to an app that speaks gRPC: AppCallback and AppCallbackHealthCheck.</summary>
internal sealed partial class GrpcAppChannel : IAppChannel
{
    // Dapr.Protos has no clients of these services.
    private static readonly Method<Empty, HealthCheckResponse> HealthCheck =
        Method("AppCallbackHealthCheck", "HealthCheck", Empty.Parser, HealthCheckResponse.Parser);
    private static readonly Method<Empty, ListTopicSubscriptionsResponse> ListTopicSubscriptions =
        Method("AppCallback", "ListTopicSubscriptions", Empty.Parser, ListTopicSubscriptionsResponse.Parser);
    private static readonly Method<TopicEventRequest, TopicEventResponse> OnTopicEvent =
        Method("AppCallback", "OnTopicEvent", TopicEventRequest.Parser, TopicEventResponse.Parser);

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _app;
    private readonly Metadata _headers = [];
    private readonly ILogger<GrpcAppChannel> _log;

    public GrpcAppChannel(SidecarOptions options, ILogger<GrpcAppChannel> log)
    {
        _log = log;
        _channel = GrpcChannel.ForAddress(options.AppAddress!, new GrpcChannelOptions
        {
            // With an HttpClient of our own the channel doesn't use gRPC's balancer, which may wait without end for a connection.
            HttpClient = new HttpClient(new SocketsHttpHandler
            {
                UseProxy = false,
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                ActivityHeadersPropagator = SpanPropagator.Instance,
            })
            {
                Timeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxBodyBytes,
        });
        _app = _channel.CreateCallInvoker();
        if (options.AppToken is { } token)
            _headers.Add("dapr-api-token", token);
    }

    public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        try
        {
            await CallAsync(HealthCheck, new Empty(), cancellation);
            return true;
        }
        catch (RpcException failure)
        {
            IsUnhealthy(_log, failure.Status);
            return false;
        }
    }

    public async Task<IReadOnlyList<AppSubscription>> GetSubscriptionsAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await CallAsync(ListTopicSubscriptions, new Empty(), cancellation);
            return [.. answer.Subscriptions.Select(entry => new AppSubscription(
                entry.PubsubName, entry.Topic, entry.Routes?.Default ?? "",
                entry.DeadLetterTopic is { Length: > 0 } dead ? dead : null))];
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.Unimplemented)
        {
            return [];
        }
        catch (RpcException away)
        {
            throw new AppAwayException(away);
        }
    }

    public async Task<DeliveryResult> DeliverAsync(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent, CancellationToken cancellation)
    {
        try
        {
            var answer = await CallAsync(OnTopicEvent, Request(subscription, cloudEvent), cancellation);
            return answer.Status switch
            {
                TopicEventResponseStatus.Success => DeliveryResult.Success,
                TopicEventResponseStatus.Drop => DeliveryResult.Drop,
                TopicEventResponseStatus.Retry => throw new CallFailure("the app answered RETRY"),
                var other => throw new CallFailure($"the app answered the unknown status {other}"),
            };
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.Unimplemented)
        {
            NoTopicHandler(_log, subscription.Topic);
            return DeliveryResult.Drop;
        }
        catch (RpcException away) when (
            (away.StatusCode == StatusCode.Unavailable && away.InnerException is HttpRequestException)
            || away.Status.DebugException is HttpRequestException)
        {
            throw new AppAwayException(away);
        }
        catch (RpcException failure)
        {
            throw new CallFailure($"the app answered {failure.StatusCode}: {failure.Status.Detail}", grpc: (int)failure.StatusCode);
        }
    }

    public void Dispose() => _channel.Dispose();

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(
        string service, string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new(MethodType.Unary, $"dapr.proto.runtime.v1.{service}", name, ProtoMarshaller.Of(request), ProtoMarshaller.Of(response));

    private async Task<TResponse> CallAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class
        where TResponse : class =>
        await _app.AsyncUnaryCall(method, null, new CallOptions(_headers, cancellationToken: cancellation), request);

    private static TopicEventRequest Request(AppSubscription subscription, ReadOnlyMemory<byte> cloudEvent)
    {
        using var document = JsonDocument.Parse(cloudEvent);
        var request = new TopicEventRequest
        {
            Topic = subscription.Topic,
            PubsubName = subscription.PubSub,
            Path = subscription.Route,
            Extensions = new Struct(),
        };
        var isJson = document.RootElement.TryGetProperty("datacontenttype", out var type) && Envelope.IsJson(Text(type));
        foreach (var field in document.RootElement.EnumerateObject())
            Set(request, field.Name, field.Value, isJson);
        return request;
    }

    // A CloudEvent that an app made may have any JSON value in any field.
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static void Set(TopicEventRequest request, string name, JsonElement value, bool isJson)
    {
        switch (name)
        {
            case "id":
                request.Id = Text(value);
                break;
            case "source":
                request.Source = Text(value);
                break;
            case "type":
                request.Type = Text(value);
                break;
            case "specversion":
                request.SpecVersion = Text(value);
                break;
            case "datacontenttype":
                request.DataContentType = Text(value);
                break;
            case "data":
                request.Data = ByteString.CopyFromUtf8(isJson ? value.GetRawText() : Text(value));
                break;
            case "data_base64":
                request.Data = value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
                    ? ByteString.CopyFrom(bytes)
                    : ByteString.CopyFromUtf8(Text(value));
                break;
            case "topic" or "pubsubname":
                break;
            default:
                request.Extensions.Fields[name] = Value.Parser.ParseJson(value.GetRawText());
                break;
        }
    }

    [LoggerMessage(EventId = 841, Level = LogLevel.Debug, Message = "The app's health check answered {Status}")]
    private static partial void IsUnhealthy(ILogger logger, Status status);

    [LoggerMessage(EventId = 842, Level = LogLevel.Error, Message = "The app subscribes to {Topic} and does not implement OnTopicEvent")]
    private static partial void NoTopicHandler(ILogger logger, string topic);
}
