using System.Collections.Concurrent;
using Dapr.Client.Autogen.Grpc.v1;
using Embedded.Hub;
using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Delivery;
using Embedded.Sidecar.Http;
using Embedded.Sidecar.Publishing;
using Embedded.Sidecar.Resources;
using Embedded.Sidecar.State;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcStateItem = Dapr.Client.Autogen.Grpc.v1.StateItem;

namespace Embedded.Sidecar.Grpc;

/// <summary>Dapr's building blocks over gRPC.</summary>
internal sealed class DaprService(
    StateStores stores, Publisher publisher, SidecarOptions options, ResourceSet resources, Subscriptions subscriptions,
    ConcurrentDictionary<string, string> extended, IHostApplicationLifetime lifetime) : DaprServiceBase
{
    private static readonly Empty Nothing = new();

    public override async Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        await stores.Of(request.StoreName).GetAsync(request.Key, context.CancellationToken) is { } item
            ? new GetStateResponse { Data = Wrap(item.Value), Etag = item.ETag }
            : new GetStateResponse();

    public override async Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var items = await stores.Of(request.StoreName).GetManyAsync(request.Keys, context.CancellationToken);
        var response = new GetBulkStateResponse();
        for (var at = 0; at < items.Count; at++)
            response.Items.Add(items[at] is { } item
                ? new BulkStateItem { Key = request.Keys[at], Data = Wrap(item.Value), Etag = item.ETag }
                : new BulkStateItem { Key = request.Keys[at] });
        return response;
    }

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).SaveAsync(Writes(request.States, isDelete: false), context.CancellationToken);
        return Nothing;
    }

    public override async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).DeleteAsync(
            [new StateWrite(request.Key, null, ETag(request.Etag), IsFirstWrite(request.Options) && ETag(request.Etag) is not null)],
            context.CancellationToken);
        return Nothing;
    }

    public override async Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).DeleteAsync(Writes(request.States, isDelete: true), context.CancellationToken);
        return Nothing;
    }

    public override async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        await stores.Of(request.StoreName).TransactAsync(
            [.. request.Operations.Select(operation => Write(operation.Request, operation.OperationType switch
            {
                "upsert" => false,
                "delete" => true,
                var other => throw new DaprError(StatusCodes.Status400BadRequest, "ERR_NOT_SUPPORTED_STATE_OPERATION", $"operation type {other} not supported", StatusCode.Unimplemented),
            }))],
            context.CancellationToken);
        return Nothing;
    }

    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        await publisher.PublishAsync(
            request.PubsubName, request.Topic, request.Data.Memory, request.DataContentType, request.Metadata.AsReadOnly(), context.CancellationToken);
        return Nothing;
    }

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var response = new GetMetadataResponse { Id = options.AppId, RuntimeVersion = MetadataApi.RuntimeVersion };
        foreach (var component in resources.Components.Values)
        {
            var registered = new RegisteredComponents { Name = component.Name, Type = component.Type, Version = component.Version };
            registered.Capabilities.Add(component.Capabilities);
            response.RegisteredComponents.Add(registered);
        }

        foreach (var subscription in subscriptions.Current)
            response.Subscriptions.Add(new PubsubSubscription
            {
                PubsubName = subscription.PubSub,
                Topic = subscription.Topic,
                DeadLetterTopic = subscription.DeadLetterTopic ?? "",
                Rules = new() { Rules = { new PubsubSubscriptionRule { Path = subscription.Route } } },
            });
        if (options.AppPort is { } port)
            response.AppConnectionProperties = new AppConnectionProperties
            {
                Port = port,
                Protocol = options.AppProtocol == AppProtocol.Grpc ? "grpc" : "http",
                ChannelAddress = options.AppChannelAddress,
                MaxConcurrency = options.AppMaxConcurrency ?? 0,
            };
        response.ExtendedMetadata["daprRuntimeVersion"] = MetadataApi.RuntimeVersion;
        foreach (var (key, value) in extended)
            response.ExtendedMetadata[key] = value;
        return Task.FromResult(response);
    }

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        extended[request.Key] = request.Value;
        return Task.FromResult(Nothing);
    }

    public override Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        lifetime.StopApplication();
        return Task.FromResult(Nothing);
    }

    // Nobody writes to a value once it is in the hub's hands.
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
        var ttl = item.Metadata.Count > 0 && item.Metadata.TryGetValue("ttlInSeconds", out var text) ? StateBody.Ttl(text) : null;
        // Of this type, for a null that has to become memory first becomes a value of no bytes.
        ReadOnlyMemory<byte>? value = isDelete ? null : new ReadOnlyMemory<byte>?(item.Value.Memory);
        return new StateWrite(item.Key, value, ETag(item.Etag), IsFirstWrite(item.Options), ttl);
    }

    private static string? ETag(Etag? etag) => etag is { Value.Length: > 0 } ? etag.Value : null;

    private static bool IsFirstWrite(StateOptions? options) =>
        options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite;
}
