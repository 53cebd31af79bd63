using Embedded.Hub.Storage;
using Embedded.Hub.Workflows.Running;
using Embedded.Hub.Workflows.Writing;
using Embedded.Workflow.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Hub.Workflows;

/// <summary>The unary methods of <c>TaskHubSidecarService</c>, from message to message.</summary>
internal sealed class WorkflowCalls(WorkflowEngine engine, Database database, TimeProvider time)
{
    private static readonly WorkflowAnswer Nothing = new(0, "", default);

    /// <summary>Carries out a call.</summary>
    /// <exception cref="HubUnavailableException">It could not be written.</exception>
    public async ValueTask<WorkflowAnswer> AnswerAsync(WorkflowCall call)
    {
        try
        {
            var bytes = call.Request.Span;
            return call.Method switch
            {
                "Hello" => Nothing,
                "StartInstance" => await StartAsync(call, CreateInstanceRequest.Parser.ParseFrom(bytes)),
                "GetInstance" => Get(call.App, GetInstanceRequest.Parser.ParseFrom(bytes)),
                "WaitForInstanceStart" => await WaitAsync(call.App, GetInstanceRequest.Parser.ParseFrom(bytes), instance => instance.WhenBegun()),
                "WaitForInstanceCompletion" => await WaitAsync(call.App, GetInstanceRequest.Parser.ParseFrom(bytes), instance => instance.WhenEnded()),
                "RaiseEvent" => await RaiseAsync(call.App, RaiseEventRequest.Parser.ParseFrom(bytes)),
                "TerminateInstance" => await TerminateAsync(call.App, TerminateRequest.Parser.ParseFrom(bytes)),
                "SuspendInstance" => await SuspendAsync(call.App, SuspendRequest.Parser.ParseFrom(bytes)),
                "ResumeInstance" => await ResumeAsync(call.App, ResumeRequest.Parser.ParseFrom(bytes)),
                "PurgeInstances" => await PurgeAsync(call.App, PurgeInstancesRequest.Parser.ParseFrom(bytes)),
                "ListInstanceIDs" => List(call.App, ListInstanceIDsRequest.Parser.ParseFrom(bytes)),
                "GetInstanceHistory" => History(call.App, GetInstanceHistoryRequest.Parser.ParseFrom(bytes)),
                "CompleteActivityTask" => Complete(call.App, ActivityResponse.Parser.ParseFrom(bytes)),
                "CompleteWorkflowTask" or "CompleteOrchestratorTask" => Complete(call.App, WorkflowResponse.Parser.ParseFrom(bytes)),
                var other => WorkflowAnswer.Unimplemented(other),
            };
        }
        catch (InvalidProtocolBufferException unreadable)
        {
            return WorkflowAnswer.Invalid($"{call.Method}: the request can't be read: {unreadable.Message}");
        }
    }

    private async ValueTask<WorkflowAnswer> StartAsync(WorkflowCall call, CreateInstanceRequest request)
    {
        if (request.Name.Length == 0)
            return WorkflowAnswer.Invalid("name is empty");
        if (request.WorkflowIdReusePolicy is { Action: CreateWorkflowAction.Terminate })
            return WorkflowAnswer.Unimplemented("workflowIdReusePolicy TERMINATE");

        var id = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString();
        var trace = request.ParentTraceContext ?? (call.TraceParent is null ? null : new TraceContext { TraceParent = call.TraceParent });
        var begin = TurnResult.BeginOf(
            id, request.Name, request.Version, request.Input, trace, request.ScheduledStartTimestamp, null, Timestamp.FromDateTimeOffset(time.GetUtcNow()));
        begin.ExecutionStarted.Tags.Add(request.Tags);
        if (!await engine.StartAsync(call.App, begin) && !IsIgnored(call.App, id, request.WorkflowIdReusePolicy))
            return WorkflowAnswer.Exists(id);
        return WorkflowAnswer.Of(new CreateInstanceResponse { InstanceId = id });
    }

    private bool IsIgnored(string app, string id, WorkflowIdReusePolicy? policy) =>
        policy is { Action: CreateWorkflowAction.Ignore } && Find(app, id, false) is { } state && policy.OperationStatus.Contains(state.WorkflowStatus);

    private WorkflowAnswer Get(string app, GetInstanceRequest request) =>
        WorkflowAnswer.Of(Find(app, request.InstanceId, request.GetInputsAndOutputs) is { } state
            ? new GetInstanceResponse { Exists = true, WorkflowState = state }
            : new GetInstanceResponse());

    private async ValueTask<WorkflowAnswer> WaitAsync(string app, GetInstanceRequest request, Func<Instance, Task> wait)
    {
        if (engine.Board.WithActive(app, request.InstanceId, wait) is { } waiting)
            await waiting;
        return Get(app, request);
    }

    private async ValueTask<WorkflowAnswer> RaiseAsync(string app, RaiseEventRequest request)
    {
        if (request.Name.Length == 0)
            return WorkflowAnswer.Invalid("name is empty");
        var told = EventOf(happened => happened.EventRaised = new EventRaisedEvent { Name = request.Name, Input = request.Input });
        return await engine.TellAsync(app, request.InstanceId, told) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> SuspendAsync(string app, SuspendRequest request)
    {
        var told = EventOf(happened => happened.ExecutionSuspended = new ExecutionSuspendedEvent { Input = request.Reason });
        return await engine.TellAsync(app, request.InstanceId, told, suspend: true) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> ResumeAsync(string app, ResumeRequest request)
    {
        var told = EventOf(happened => happened.ExecutionResumed = new ExecutionResumedEvent { Input = request.Reason });
        return await engine.TellAsync(app, request.InstanceId, told, suspend: false) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> TerminateAsync(string app, TerminateRequest request) =>
        await engine.TerminateAsync(app, request.InstanceId, request.Output, request.Recursive) ? Nothing : NotActive(app, request.InstanceId);

    private async ValueTask<WorkflowAnswer> PurgeAsync(string app, PurgeInstancesRequest request)
    {
        var removed = 0;
        switch (request.RequestCase)
        {
            case PurgeInstancesRequest.RequestOneofCase.InstanceId:
                (removed, var hasNotEnded) = await engine.PurgeAsync(app, request.InstanceId, request.Recursive, request is { HasForce: true, Force: true });
                if (hasNotEnded)
                    return WorkflowAnswer.NotEnded(request.InstanceId);
                break;
            case PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter:
                var filter = request.PurgeInstanceFilter;
                removed = await engine.PurgeAsync(app, new PurgeFilter(
                    filter.CreatedTimeFrom?.ToDateTimeOffset().ToUnixTimeMilliseconds(),
                    filter.CreatedTimeTo?.ToDateTimeOffset().ToUnixTimeMilliseconds(), null, filter.RuntimeStatus));
                break;
            default:
                return WorkflowAnswer.Invalid("request names neither an instance nor a filter");
        }

        return WorkflowAnswer.Of(new PurgeInstancesResponse { DeletedInstanceCount = removed, IsComplete = true });
    }

    private WorkflowAnswer List(string app, ListInstanceIDsRequest request)
    {
        var after = 0L;
        if (request is { HasContinuationToken: true, ContinuationToken: { Length: > 0 } token }
            && !long.TryParse(token, System.Globalization.CultureInfo.InvariantCulture, out after))
            return WorkflowAnswer.Invalid("continuationToken is none of this sidecar");

        var size = request is { HasPageSize: true, PageSize: > 0 } ? (int)Math.Min(request.PageSize, int.MaxValue - 1) : int.MaxValue - 1;
        var (ids, last, more) = database.Read((app, after, size), static (session, wanted) => WorkflowQueries.List(session, wanted.app, wanted.after, wanted.size));
        var response = new ListInstanceIDsResponse { InstanceIds = { ids } };
        if (more)
            response.ContinuationToken = last.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WorkflowAnswer.Of(response);
    }

    private WorkflowAnswer History(string app, GetInstanceHistoryRequest request)
    {
        var events = engine.Board.WithActive(app, request.InstanceId, instance => instance.Past.ToArray())
            ?? database.Read((app, request.InstanceId), static (session, wanted) => WorkflowQueries.History(session, wanted.app, wanted.InstanceId));
        return events is null
            ? WorkflowAnswer.NotFound(request.InstanceId)
            : WorkflowAnswer.Of(new GetInstanceHistoryResponse { Events = { events } });
    }

    private WorkflowAnswer Complete(string app, ActivityResponse response)
    {
        engine.Board.Answered(app, response);
        return Nothing;
    }

    private WorkflowAnswer Complete(string app, WorkflowResponse response)
    {
        engine.Complete(app, response);
        return Nothing;
    }

    private WorkflowState? Find(string app, string id, bool withData) =>
        engine.Board.WithActive(app, id, instance => WorkflowQueries.StateOf(instance, withData)) ?? FindEnded(app, id, withData);

    private WorkflowState? FindEnded(string app, string id, bool withData) =>
        database.Read((app, id, withData), static (session, wanted) => WorkflowQueries.Ended(session, wanted.app, wanted.id, wanted.withData));

    // Who asks something of an instance that has ended is not wrong, only late; of one that began just now, too early.
    private WorkflowAnswer NotActive(string app, string id) => FindEnded(app, id, false) is null ? WorkflowAnswer.NotFound(id) : Nothing;

    private HistoryEvent EventOf(Action<HistoryEvent> set) => TurnResult.EventOf(set, Timestamp.FromDateTimeOffset(time.GetUtcNow()));
}
