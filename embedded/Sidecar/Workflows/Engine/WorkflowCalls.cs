using System.Globalization;
using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Storage;
using Embedded.Sidecar.Workflows.Instances;
using Embedded.Sidecar.Workflows.Rows;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Embedded.Sidecar.Workflows.Engine;

/// <summary>The unary methods of <c>TaskHubSidecarService</c>.</summary>
internal sealed class WorkflowCalls(WorkflowEngine engine, Database database, TimeProvider time)
{
    private static readonly WorkflowAnswer Nothing = new(0, "", default);

    /// <summary>Answers a call.</summary>
    /// <exception cref="HubUnavailableException">The hub stops, or could not write.</exception>
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
                "WaitForInstanceStart" => await WaitAsync(call.App, GetInstanceRequest.Parser.ParseFrom(bytes), each => each.WhenStarted()),
                "WaitForInstanceCompletion" => await WaitAsync(call.App, GetInstanceRequest.Parser.ParseFrom(bytes), each => each.WhenEnded()),
                "RaiseEvent" => await RaiseAsync(call.App, RaiseEventRequest.Parser.ParseFrom(bytes)),
                "TerminateInstance" => await TerminateAsync(call.App, TerminateRequest.Parser.ParseFrom(bytes)),
                "SuspendInstance" => await SuspendAsync(call.App, SuspendRequest.Parser.ParseFrom(bytes)),
                "ResumeInstance" => await ResumeAsync(call.App, ResumeRequest.Parser.ParseFrom(bytes)),
                "PurgeInstances" => await PurgeAsync(call.App, PurgeInstancesRequest.Parser.ParseFrom(bytes)),
                "ListInstanceIDs" => List(call.App, ListInstanceIDsRequest.Parser.ParseFrom(bytes)),
                "GetInstanceHistory" => History(call.App, GetInstanceHistoryRequest.Parser.ParseFrom(bytes)),
                "CompleteActivityTask" => CompleteActivity(call.App, ActivityResponse.Parser.ParseFrom(bytes)),
                "CompleteWorkflowTask" or "CompleteOrchestratorTask" => CompleteTurn(call.App, WorkflowResponse.Parser.ParseFrom(bytes)),
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

        var id = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString();
        var startEvent = HistoryEvents.Start(Now(), new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            ParentTraceContext = request.ParentTraceContext
                ?? (call.TraceParent is null ? null : new TraceContext { TraceParent = call.TraceParent }),
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            Tags = { request.Tags },
        }, id);
        return await engine.StartAsync(call.App, startEvent)
            ? WorkflowAnswer.Of(new CreateInstanceResponse { InstanceId = id })
            : WorkflowAnswer.Exists(id);
    }

    private WorkflowAnswer Get(string app, GetInstanceRequest request) =>
        WorkflowAnswer.Of(Find(app, request.InstanceId, request.GetInputsAndOutputs) is { } state
            ? new GetInstanceResponse { Exists = true, WorkflowState = state }
            : new GetInstanceResponse());

    private async ValueTask<WorkflowAnswer> WaitAsync(string app, GetInstanceRequest request, Func<Instance, Task> wait)
    {
        if (engine.Instances.Read(app, request.InstanceId, wait) is { } waiting)
            await waiting;
        return Get(app, request);
    }

    private async ValueTask<WorkflowAnswer> RaiseAsync(string app, RaiseEventRequest request)
    {
        if (request.Name.Length == 0)
            return WorkflowAnswer.Invalid("name is empty");
        var raised = EventOf(added => added.EventRaised = new EventRaisedEvent { Name = request.Name, Input = request.Input });
        return await engine.AddToInboxAsync(app, request.InstanceId, raised) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> SuspendAsync(string app, SuspendRequest request)
    {
        var suspended = EventOf(added => added.ExecutionSuspended = new ExecutionSuspendedEvent { Input = request.Reason });
        return await engine.AddToInboxAsync(app, request.InstanceId, suspended, suspend: true) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> ResumeAsync(string app, ResumeRequest request)
    {
        var resumed = EventOf(added => added.ExecutionResumed = new ExecutionResumedEvent { Input = request.Reason });
        return await engine.AddToInboxAsync(app, request.InstanceId, resumed, suspend: false) ? Nothing : NotActive(app, request.InstanceId);
    }

    private async ValueTask<WorkflowAnswer> TerminateAsync(string app, TerminateRequest request) =>
        await engine.TerminateAsync(app, request.InstanceId, request.Output, request.Recursive) ? Nothing : NotActive(app, request.InstanceId);

    private async ValueTask<WorkflowAnswer> PurgeAsync(string app, PurgeInstancesRequest request)
    {
        var removed = 0;
        switch (request.RequestCase)
        {
            case PurgeInstancesRequest.RequestOneofCase.InstanceId:
                (removed, var hasNotEnded) = await engine.PurgeAsync(
                    app, request.InstanceId, request.Recursive, request is { HasForce: true, Force: true });
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
            && !long.TryParse(token, CultureInfo.InvariantCulture, out after))
            return WorkflowAnswer.Invalid("continuationToken is none that this sidecar gave");

        var size = request is { HasPageSize: true, PageSize: > 0 } ? (int)Math.Min(request.PageSize, int.MaxValue - 1) : int.MaxValue - 1;
        var (ids, last, more) = database.Read(
            (app, after, size), static (session, wanted) => WorkflowQueries.List(session, wanted.app, wanted.after, wanted.size));
        var response = new ListInstanceIDsResponse { InstanceIds = { ids } };
        if (more)
            response.ContinuationToken = last.ToString(CultureInfo.InvariantCulture);
        return WorkflowAnswer.Of(response);
    }

    private WorkflowAnswer History(string app, GetInstanceHistoryRequest request)
    {
        var events = engine.Instances.Read(app, request.InstanceId, instance => instance.History.ToArray())
            ?? database.Read((app, request.InstanceId), static (session, wanted) => WorkflowQueries.History(session, wanted.app, wanted.InstanceId));
        return events is null
            ? WorkflowAnswer.NotFound(request.InstanceId)
            : WorkflowAnswer.Of(new GetInstanceHistoryResponse { Events = { events } });
    }

    private WorkflowAnswer CompleteActivity(string app, ActivityResponse response)
    {
        engine.Instances.CompleteActivity(app, response);
        return Nothing;
    }

    private WorkflowAnswer CompleteTurn(string app, WorkflowResponse response)
    {
        engine.CompleteTurn(app, response);
        return Nothing;
    }

    private WorkflowState? Find(string app, string id, bool withData) =>
        engine.Instances.Read(app, id, instance => WorkflowQueries.StateOf(instance, withData)) ?? FindEnded(app, id, withData);

    private WorkflowState? FindEnded(string app, string id, bool withData) =>
        database.Read((app, id, withData), static (session, wanted) => WorkflowQueries.Ended(session, wanted.app, wanted.id, wanted.withData));

    // A request for an instance that has ended came too late, which is no error.
    private WorkflowAnswer NotActive(string app, string id) => FindEnded(app, id, false) is null ? WorkflowAnswer.NotFound(id) : Nothing;

    private HistoryEvent EventOf(Action<HistoryEvent> set) => HistoryEvents.Create(Now(), set);

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());
}
