using Embedded.Hub;
using Embedded.Hub.Workflows;
using Embedded.Sidecar.CommandLine;
using Grpc.Core;

namespace Embedded.Sidecar.Workflows;

/// <summary>
/// Dapr's workflow service, <c>TaskHubSidecarService</c>: every call goes on to the hub, whose engine runs the workflows
/// of all sidecars, under the app-id of this one.
/// </summary>
internal sealed class TaskHubService(IHub hub, SidecarOptions options) : TaskHubServiceBase
{
    public override Task<RawMessage> Hello(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(Hello), request, context);

    public override Task<RawMessage> StartInstance(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(StartInstance), request, context);

    public override Task<RawMessage> GetInstance(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(GetInstance), request, context);

    public override Task<RawMessage> WaitForInstanceStart(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(WaitForInstanceStart), request, context);

    public override Task<RawMessage> WaitForInstanceCompletion(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(WaitForInstanceCompletion), request, context);

    public override Task<RawMessage> RaiseEvent(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(RaiseEvent), request, context);

    public override Task<RawMessage> TerminateInstance(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(TerminateInstance), request, context);

    public override Task<RawMessage> SuspendInstance(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(SuspendInstance), request, context);

    public override Task<RawMessage> ResumeInstance(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(ResumeInstance), request, context);

    public override Task<RawMessage> PurgeInstances(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(PurgeInstances), request, context);

    public override Task<RawMessage> ListInstanceIDs(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(ListInstanceIDs), request, context);

    public override Task<RawMessage> GetInstanceHistory(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(GetInstanceHistory), request, context);

    public override Task<RawMessage> CompleteActivityTask(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(CompleteActivityTask), request, context);

    public override Task<RawMessage> CompleteWorkflowTask(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(CompleteWorkflowTask), request, context);

    public override Task<RawMessage> CompleteOrchestratorTask(RawMessage request, ServerCallContext context) => AnswerAsync(nameof(CompleteOrchestratorTask), request, context);

    public override async Task GetWorkItems(RawMessage request, IServerStreamWriter<RawMessage> responses, ServerCallContext context)
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
}
