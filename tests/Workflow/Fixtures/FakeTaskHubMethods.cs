using Embedded.Workflow.Protocol;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Workflow.Tests.Fixtures;

/// <summary>Binds the service by hand: the protocol's project generates clients only.</summary>
internal sealed class FakeTaskHubMethods : IServiceMethodProvider<FakeTaskHub>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<FakeTaskHub> context)
    {
        context.AddServerStreamingMethod(
            MethodOf<GetWorkItemsRequest, WorkItem>(MethodType.ServerStreaming, nameof(FakeTaskHub.GetWorkItems)),
            [],
            (hub, request, stream, call) => hub.GetWorkItems(request, stream, call));
        Unary<ActivityResponse, CompleteTaskResponse>(
            context, nameof(FakeTaskHub.CompleteActivityTask), (hub, request, call) => hub.CompleteActivityTask(request, call));
        Unary<WorkflowResponse, CompleteTaskResponse>(
            context, nameof(FakeTaskHub.CompleteWorkflowTask), (hub, request, call) => hub.CompleteWorkflowTask(request, call));
        Asked<CreateInstanceRequest, CreateInstanceResponse>(context, "StartInstance");
        Asked<GetInstanceRequest, GetInstanceResponse>(context, "GetInstance");
        Asked<GetInstanceRequest, GetInstanceResponse>(context, "WaitForInstanceStart");
        Asked<GetInstanceRequest, GetInstanceResponse>(context, "WaitForInstanceCompletion");
        Asked<RaiseEventRequest, RaiseEventResponse>(context, "RaiseEvent");
        Asked<TerminateRequest, TerminateResponse>(context, "TerminateInstance");
        Asked<SuspendRequest, SuspendResponse>(context, "SuspendInstance");
        Asked<ResumeRequest, ResumeResponse>(context, "ResumeInstance");
        Asked<PurgeInstancesRequest, PurgeInstancesResponse>(context, "PurgeInstances");
        Asked<ListInstanceIDsRequest, ListInstanceIDsResponse>(context, "ListInstanceIDs");
        Asked<GetInstanceHistoryRequest, GetInstanceHistoryResponse>(context, "GetInstanceHistory");
    }

    private static void Asked<TRequest, TResponse>(ServiceMethodProviderContext<FakeTaskHub> context, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        Unary<TRequest, TResponse>(context, name, (hub, request, call) => hub.Answer<TResponse>(request, call));

    private static void Unary<TRequest, TResponse>(
        ServiceMethodProviderContext<FakeTaskHub> context, string name, UnaryServerMethod<FakeTaskHub, TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        context.AddUnaryMethod(MethodOf<TRequest, TResponse>(MethodType.Unary, name), [], handler);

    private static Method<TRequest, TResponse> MethodOf<TRequest, TResponse>(MethodType type, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, "TaskHubSidecarService", name, MarshallerOf<TRequest>(), MarshallerOf<TResponse>());

    private static Marshaller<T> MarshallerOf<T>() where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom);
    }
}
