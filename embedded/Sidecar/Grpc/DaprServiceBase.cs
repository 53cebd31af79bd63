using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Embedded.Sidecar.Grpc;

/// <summary>
/// The server side of <c>dapr.proto.runtime.v1.Dapr</c>, as far as this sidecar has it. Dapr.Protos brings the messages
/// and the client, but no base class for a server, so its methods are bound here by hand.
/// </summary>
[BindServiceMethod(typeof(DaprServiceBase), nameof(Bind))]
internal abstract class DaprServiceBase
{
    /// <summary>The service's full name.</summary>
    public const string ServiceName = "dapr.proto.runtime.v1.Dapr";

    public abstract Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context);

    public abstract Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context);

    public abstract Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context);

    public abstract Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context);

    public abstract Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context);

    public abstract Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context);

    public abstract Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context);

    public abstract Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context);

    public abstract Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context);

    public abstract Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context);

    /// <summary>Binds every method above.</summary>
    public static void Bind(ServiceBinderBase binder, DaprServiceBase? service)
    {
        Add(binder, "GetState", GetStateRequest.Parser, GetStateResponse.Parser, service is null ? null : service.GetState);
        Add(binder, "GetBulkState", GetBulkStateRequest.Parser, GetBulkStateResponse.Parser, service is null ? null : service.GetBulkState);
        Add(binder, "SaveState", SaveStateRequest.Parser, Empty.Parser, service is null ? null : service.SaveState);
        Add(binder, "DeleteState", DeleteStateRequest.Parser, Empty.Parser, service is null ? null : service.DeleteState);
        Add(binder, "DeleteBulkState", DeleteBulkStateRequest.Parser, Empty.Parser, service is null ? null : service.DeleteBulkState);
        Add(binder, "ExecuteStateTransaction", ExecuteStateTransactionRequest.Parser, Empty.Parser, service is null ? null : service.ExecuteStateTransaction);
        Add(binder, "PublishEvent", PublishEventRequest.Parser, Empty.Parser, service is null ? null : service.PublishEvent);
        Add(binder, "GetMetadata", GetMetadataRequest.Parser, GetMetadataResponse.Parser, service is null ? null : service.GetMetadata);
        Add(binder, "SetMetadata", SetMetadataRequest.Parser, Empty.Parser, service is null ? null : service.SetMetadata);
        Add(binder, "Shutdown", ShutdownRequest.Parser, Empty.Parser, service is null ? null : service.Shutdown);
    }

    private static void Add<TRequest, TResponse>(
        ServiceBinderBase binder, string name, MessageParser<TRequest> request, MessageParser<TResponse> response,
        UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        binder.AddMethod(
            new Method<TRequest, TResponse>(MethodType.Unary, ServiceName, name, ProtoMarshaller.Of(request), ProtoMarshaller.Of(response)), handler);
}
