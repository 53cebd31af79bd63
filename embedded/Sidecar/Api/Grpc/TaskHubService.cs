using Embedded.Sidecar.CommandLine;
using Embedded.Sidecar.Hub;
using Embedded.Sidecar.Workflows;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Embedded.Sidecar.Api.Grpc;

/// <summary>
/// Dapr's workflow service, <c>TaskHubSidecarService</c>. Every call goes to the hub under this sidecar's app-id, because
/// the hub runs the workflows of all sidecars.
/// </summary>
internal sealed class TaskHubService(IHub hub, SidecarOptions options)
{
    /// <summary>The service's full name, which has no package.</summary>
    public const string ServiceName = "TaskHubSidecarService";

    private async Task<RawMessage> AnswerAsync(string method, RawMessage request, ServerCallContext context)
    {
        var answer = await hub.CallWorkflowAsync(
            new WorkflowCall(options.AppId, method, request.Bytes, context.RequestHeaders.GetValue("traceparent")), context.CancellationToken);
        return answer.Code == 0
            ? new RawMessage(answer.Response)
            : throw new RpcException(new Status((StatusCode)answer.Code, answer.Message));
    }

    private async Task GetWorkItemsAsync(IServerStreamWriter<RawMessage> items, ServerCallContext context)
    {
        try
        {
            // Shows the worker that it is connected before there is any work.
            await context.WriteResponseHeadersAsync([]);
            await foreach (var item in hub.GetWorkItemsAsync(options.AppId, context.CancellationToken))
                await items.WriteAsync(new RawMessage(item));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The worker disconnects.
        }
    }

    /// <summary>Maps the methods of the service. Their messages are passed on unread, so that no generated base class fits.</summary>
    internal sealed class Methods : IServiceMethodProvider<TaskHubService>
    {
        private static readonly string[] Unary =
        [
            "Hello", "StartInstance", "GetInstance", "WaitForInstanceStart", "WaitForInstanceCompletion", "RaiseEvent", "TerminateInstance",
            "SuspendInstance", "ResumeInstance", "PurgeInstances", "ListInstanceIDs", "GetInstanceHistory",
            "CompleteActivityTask", "CompleteWorkflowTask", "CompleteOrchestratorTask",
        ];

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TaskHubService> context)
        {
            foreach (var name in Unary)
                context.AddUnaryMethod(MethodOf(MethodType.Unary, name), [], (service, request, call) => service.AnswerAsync(name, request, call));
            context.AddServerStreamingMethod(
                MethodOf(MethodType.ServerStreaming, "GetWorkItems"), [], (service, _, items, call) => service.GetWorkItemsAsync(items, call));
        }

        private static Method<RawMessage, RawMessage> MethodOf(MethodType type, string name) =>
            new(type, ServiceName, name, RawMessage.Marshaller, RawMessage.Marshaller);
    }
}
