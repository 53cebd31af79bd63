using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Auctions.Tests;

/// <summary>
/// Answers the real DaprClient's gRPC calls as daprd with a state store of ETags does: a wrong ETag is Aborted, a first
/// write over an existing key Internal. No socket; the calls are taken where they would leave the process.
/// </summary>
internal sealed class FakeSidecar : HttpMessageHandler
{
    private readonly Dictionary<string, (ByteString Value, long Version)> _state = new(StringComparer.Ordinal);
    private long _version;

    public List<PublishEventRequest> Published { get; } = [];

    public List<SaveStateRequest> Saved { get; } = [];

    /// <summary>The saves to come whose effect happens and whose answer gets lost.</summary>
    public int AnswersToLose { get; set; }

    public Dapr.Client.DaprClient Client() => new Dapr.Client.DaprClientBuilder()
        .UseGrpcEndpoint("http://127.0.0.1:1")
        .UseGrpcChannelOptions(new GrpcChannelOptions { HttpHandler = this })
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var frame = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var message = frame.AsSpan(5);
        var method = request.RequestUri!.Segments[^1];
        return method switch
        {
            "SaveState" => Save(SaveStateRequest.Parser.ParseFrom(message)),
            "GetState" => Answer(Get(GetStateRequest.Parser.ParseFrom(message))),
            "GetBulkState" => Answer(GetBulk(GetBulkStateRequest.Parser.ParseFrom(message))),
            "PublishEvent" => Publish(PublishEventRequest.Parser.ParseFrom(message)),
            _ => Refuse(StatusCode.Unimplemented, method),
        };
    }

    private HttpResponseMessage Save(SaveStateRequest request)
    {
        Saved.Add(request);
        foreach (var item in request.States)
        {
            var exists = _state.TryGetValue(item.Key, out var found);
            if (item.Etag is { Value.Length: > 0 } etag)
            {
                if (!exists || etag.Value != ETag(found.Version))
                    return Refuse(StatusCode.Aborted, "possible etag mismatch");
            }
            else if (exists && item.Options.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite)
            {
                return Refuse(StatusCode.Internal, "no item was updated");
            }

            _state[item.Key] = (item.Value, ++_version);
        }

        return AnswersToLose-- > 0 ? Refuse(StatusCode.Unavailable, "the connection broke") : Answer(new Google.Protobuf.WellKnownTypes.Empty());
    }

    private GetStateResponse Get(GetStateRequest request) =>
        _state.TryGetValue(request.Key, out var found) ? new() { Data = found.Value, Etag = ETag(found.Version) } : new();

    private GetBulkStateResponse GetBulk(GetBulkStateRequest request)
    {
        var response = new GetBulkStateResponse();
        foreach (var key in request.Keys.Reverse())
            response.Items.Add(new BulkStateItem
            {
                Key = key,
                Data = _state.TryGetValue(key, out var found) ? found.Value : ByteString.Empty,
            });
        return response;
    }

    private HttpResponseMessage Publish(PublishEventRequest request)
    {
        Published.Add(request);
        return Answer(new Google.Protobuf.WellKnownTypes.Empty());
    }

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static HttpResponseMessage Answer(IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        var response = Grpc(frame);
        response.TrailingHeaders.Add("grpc-status", "0");
        return response;
    }

    private static HttpResponseMessage Refuse(StatusCode code, string why)
    {
        var response = Grpc([]);
        response.Headers.Add("grpc-status", ((int)code).ToString(CultureInfo.InvariantCulture));
        response.Headers.Add("grpc-message", why);
        return response;
    }

    private static HttpResponseMessage Grpc(byte[] content)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version20, Content = new ByteArrayContent(content) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return response;
    }
}
