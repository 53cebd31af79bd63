using System.Collections.Concurrent;
using Dapr.Client.Autogen.Grpc.v1;
using Embedded.Sidecar.Api.Publishing;
using Embedded.Sidecar.Api.State;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using GrpcStateItem = Dapr.Client.Autogen.Grpc.v1.StateItem;

namespace Embedded.Sidecar.Api.Grpc;

/// <summary>
/// Dapr's building blocks over gRPC: the service <c>dapr.proto.runtime.v1.Dapr</c>, as far as this sidecar has it.
/// </summary>
internal sealed class DaprService(StateStores stores, Publisher publisher, SidecarMetadata metadata, IHostApplicationLifetime lifetime)
{
    /// <summary>The service's full name.</summary>
    public const string ServiceName = "dapr.proto.runtime.v1.Dapr";

    private static readonly Empty Nothing = new();

    public async Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        await stores.Of(request.StoreName).GetAsync(request.Key, context.CancellationToken) is { } item
            ? new GetStateResponse { Data = Wrap(item.Value), Etag = item.ETag }
            : new GetStateResponse();

    public async Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var items = await stores.Of(request.StoreName).GetManyAsync(request.Keys, context.CancellationToken);
        var response = new GetBulkStateResponse();
        for (var at = 0; at < items.Count; at++)
            response.Items.Add(items[at] is { } item
                ? new BulkStateItem { Key = request.Keys[at], Data = Wrap(item.Value), Etag = item.ETag }
                : new BulkStateItem { Key = request.Keys[at] });
        return response;
    }

    public async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).SaveAsync(Writes(request.States, isDelete: false), context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).DeleteAsync(
            [new StateWrite(request.Key, null, ETag(request.Etag), IsFirstWrite(request.Options) && ETag(request.Etag) is not null)],
            context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).DeleteAsync(Writes(request.States, isDelete: true), context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).TransactAsync(
            [.. request.Operations.Select(operation => Write(operation.Request, operation.OperationType switch
            {
                "upsert" => false,
                "delete" => true,
                var other => throw new DaprError(
                    StatusCodes.Status400BadRequest, "ERR_NOT_SUPPORTED_STATE_OPERATION", $"operation type {other} not supported",
                    StatusCode.Unimplemented),
            }))],
            context.CancellationToken);
        return Nothing;
    }

    public async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        await publisher.PublishAsync(
            request.PubsubName, request.Topic, request.Data.Memory, request.DataContentType, request.Metadata.AsReadOnly(),
            context.CancellationToken);
        return Nothing;
    }

    public Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var response = new GetMetadataResponse { Id = metadata.Options.AppId, RuntimeVersion = SidecarMetadata.RuntimeVersion };
        foreach (var component in metadata.Components)
            response.RegisteredComponents.Add(new RegisteredComponents
            {
                Name = component.Name,
                Type = component.Type,
                Version = component.Version,
                Capabilities = { component.Capabilities },
            });
        foreach (var subscription in metadata.Subscriptions)
            response.Subscriptions.Add(new PubsubSubscription
            {
                PubsubName = subscription.PubSub,
                Topic = subscription.Topic,
                DeadLetterTopic = subscription.DeadLetterTopic ?? "",
                Rules = new() { Rules = { new PubsubSubscriptionRule { Path = subscription.Route } } },
            });
        if (metadata.Options.AppPort is { } port)
            response.AppConnectionProperties = new AppConnectionProperties
            {
                Port = port,
                Protocol = metadata.AppProtocolName,
                ChannelAddress = metadata.Options.AppChannelAddress,
                MaxConcurrency = metadata.Options.AppMaxConcurrency ?? 0,
            };
        foreach (var (key, value) in metadata.Extended)
            response.ExtendedMetadata[key] = value;
        return Task.FromResult(response);
    }

    public Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        metadata.SetExtended(request.Key, request.Value);
        return Task.FromResult(Nothing);
    }

    public Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        lifetime.StopApplication();
        return Task.FromResult(Nothing);
    }

    // Safe without a copy, because nothing changes a value after the hub has returned it.
    private static ByteString Wrap(ReadOnlyMemory<byte> value) => UnsafeByteOperations.UnsafeWrap(value);

    private static StateWrite[] Writes(Google.Protobuf.Collections.RepeatedField<GrpcStateItem> items, bool isDelete)
    {
        var writes = new StateWrite[items.Count];
        for (var at = 0; at < writes.Length; at++)
            writes[at] = Write(items[at], isDelete);
        return writes;
    }

    private static StateWrite Write(GrpcStateItem item, bool isDelete)
    {
        var ttl = item.Metadata.Count > 0 && item.Metadata.TryGetValue("ttlInSeconds", out var text) ? StateStore.ParseTtl(text) : null;
        // With an explicit type, because a null that is converted to memory first becomes an empty value.
        ReadOnlyMemory<byte>? value = isDelete ? null : new ReadOnlyMemory<byte>?(item.Value.Memory);
        return new StateWrite(item.Key, value, ETag(item.Etag), IsFirstWrite(item.Options), ttl);
    }

    private static string? ETag(Etag? etag) => etag is { Value.Length: > 0 } ? etag.Value : null;

    private static bool IsFirstWrite(StateOptions? options) =>
        options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite;

    /// <summary>Maps the methods of the service, because Dapr.Protos has its messages but no base class for a server.</summary>
    internal sealed class Methods : IServiceMethodProvider<DaprService>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<DaprService> context)
        {
            Add(context, "GetState", GetStateRequest.Parser, GetStateResponse.Parser, (dapr, request, call) => dapr.GetState(request, call));
            Add(
                context, "GetBulkState", GetBulkStateRequest.Parser, GetBulkStateResponse.Parser,
                (dapr, request, call) => dapr.GetBulkState(request, call));
            Add(context, "SaveState", SaveStateRequest.Parser, Empty.Parser, (dapr, request, call) => dapr.SaveState(request, call));
            Add(context, "DeleteState", DeleteStateRequest.Parser, Empty.Parser, (dapr, request, call) => dapr.DeleteState(request, call));
            Add(
                context, "DeleteBulkState", DeleteBulkStateRequest.Parser, Empty.Parser,
                (dapr, request, call) => dapr.DeleteBulkState(request, call));
            Add(
                context, "ExecuteStateTransaction", ExecuteStateTransactionRequest.Parser, Empty.Parser,
                (dapr, request, call) => dapr.ExecuteStateTransaction(request, call));
            Add(context, "PublishEvent", PublishEventRequest.Parser, Empty.Parser, (dapr, request, call) => dapr.PublishEvent(request, call));
            Add(
                context, "GetMetadata", GetMetadataRequest.Parser, GetMetadataResponse.Parser,
                (dapr, request, call) => dapr.GetMetadata(request, call));
            Add(context, "SetMetadata", SetMetadataRequest.Parser, Empty.Parser, (dapr, request, call) => dapr.SetMetadata(request, call));
            Add(context, "Shutdown", ShutdownRequest.Parser, Empty.Parser, (dapr, request, call) => dapr.Shutdown(request, call));
        }

        private static void Add<TRequest, TResponse>(
            ServiceMethodProviderContext<DaprService> context, string name, MessageParser<TRequest> request, MessageParser<TResponse> response,
            UnaryServerMethod<DaprService, TRequest, TResponse> handler)
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage<TResponse> =>
            context.AddUnaryMethod(
                new Method<TRequest, TResponse>(MethodType.Unary, ServiceName, name, ProtoMarshaller.Of(request), ProtoMarshaller.Of(response)),
                [], handler);
    }
}
