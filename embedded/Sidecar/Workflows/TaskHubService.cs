using Embedded.Hub;
using Embedded.Hub.Workflows;
using Embedded.Sidecar.CommandLine;
using Grpc.Core;

namespace Embedded.Sidecar.Workflows;

/// <summary>
/// Dapr's workflow service, <c>TaskHubSidecarService</c>: every call goes on to the hub, whose engine runs the workflows
/// of all sidecars, under the app-id of this one.
/// </summary>
[BindServiceMethod(typeof(TaskHubService), nameof(Bind))]
internal sealed class TaskHubService(IHub hub, SidecarOptions options)
{
    /// <summary>The service's full name: it has no package.</summary>
    public const string ServiceName = "TaskHubSidecarService";

    private static readonly string[] Calls =
    [
        "Hello", "StartInstance", "GetInstance", "WaitForInstanceStart", "WaitForInstanceCompletion", "RaiseEvent", "TerminateInstance",
        "SuspendInstance", "ResumeInstance", "PurgeInstances", "ListInstanceIDs", "GetInstanceHistory", "CompleteActivityTask",
        "CompleteWorkflowTask", "CompleteOrchestratorTask",
    ];

    /// <summary>Binds every call.</summary>
    public static void Bind(ServiceBinderBase binder, TaskHubService? service)
    {
        foreach (var call in Calls)
            binder.AddMethod(
                MethodOf(MethodType.Unary, call),
                service is null ? null : (UnaryServerMethod<RawMessage, RawMessage>)((request, context) => service.AnswerAsync(call, request, context)));
        binder.AddMethod(
            MethodOf(MethodType.ServerStreaming, "GetWorkItems"),
            service is null ? null : (ServerStreamingServerMethod<RawMessage, RawMessage>)service.WorkAsync);
    }

    private static Method<RawMessage, RawMessage> MethodOf(MethodType type, string name) =>
        new(type, ServiceName, name, RawMessage.Marshaller, RawMessage.Marshaller);

    private async Task<RawMessage> AnswerAsync(string call, RawMessage request, ServerCallContext context)
    {
        try
        {
            var answer = await hub.CallWorkflowAsync(
                new WorkflowCall(options.AppId, call, request.Bytes, context.RequestHeaders.GetValue("traceparent")), context.CancellationToken);
            return answer.Code == 0
                ? new RawMessage(answer.Response)
                : throw new RpcException(new Status((StatusCode)answer.Code, answer.Message));
        }
        catch (HubUnavailableException failure)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, failure.Message));
        }
    }

    private async Task WorkAsync(RawMessage request, IServerStreamWriter<RawMessage> responses, ServerCallContext context)
    {
        try
        {
            // The worker sees that it is connected before there is work.
            await context.WriteResponseHeadersAsync([]);
            await foreach (var item in hub.WorkAsync(options.AppId, request.Bytes, context.CancellationToken))
                await responses.WriteAsync(new RawMessage(item));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The worker goes.
        }
        catch (HubUnavailableException failure)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, failure.Message));
        }
        catch (InvalidDataException unreadable)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, unreadable.Message));
        }
    }
}
