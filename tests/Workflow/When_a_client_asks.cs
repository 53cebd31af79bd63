using System.Diagnostics;
using Dapr.Workflow;
using Dapr.Workflow.Client;
using Dapr.Workflow.Connection;
using Embedded.Workflow.Protocol;
using Google.Protobuf.WellKnownTypes;
using Workflow.Tests.Fixtures;
using ProtocolState = Embedded.Workflow.Protocol.WorkflowState;

namespace Workflow.Tests;

public sealed class When_a_client_asks : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private SidecarConnection _connection = null!;
    private DaprWorkflowClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartAsync();
        _connection = new SidecarConnection(new SidecarAddress(new Uri($"http://127.0.0.1:{_sidecar.Port}"), null));
        _client = new DaprWorkflowClient(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _connection.Dispose();
        await _sidecar.DisposeAsync();
    }

    private T Asked<T>() => (T)_sidecar.Hub.Asked.Last().Message;

    [Fact]
    public async Task An_instance_is_started_with_what_it_is_given()
    {
        Assert.Equal("i-1", await _client.ScheduleNewWorkflowAsync("Tale", "i-1", new { FirstName = "Ada" }));
        var request = Asked<CreateInstanceRequest>();
        Assert.Equal(("Tale", "i-1", """{"firstName":"Ada"}"""), (request.Name, request.InstanceId, request.Input));
        Assert.Null(request.ScheduledStartTimestamp);
    }

    [Fact]
    public async Task An_instance_without_an_id_has_a_new_one()
    {
        var id = await _client.ScheduleNewWorkflowAsync("Tale");
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal((id, (string?)null), (Asked<CreateInstanceRequest>().InstanceId, Asked<CreateInstanceRequest>().Input));
    }

    [Fact]
    public async Task An_instance_is_started_at_a_time()
    {
        var start = new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));
        await _client.ScheduleNewWorkflowAsync("Tale", "i-1", null, start, Token);
        Assert.Equal(start, Asked<CreateInstanceRequest>().ScheduledStartTimestamp.ToDateTimeOffset());
        await _client.ScheduleNewWorkflowAsync("Tale", "i-1", null, start.UtcDateTime);
        Assert.Equal(start, Asked<CreateInstanceRequest>().ScheduledStartTimestamp.ToDateTimeOffset());
    }

    [Fact]
    public async Task An_instance_belongs_to_the_trace_it_is_started_in()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        activity.TraceStateString = "a=b";
        activity.Start();
        await _client.ScheduleNewWorkflowAsync("Tale", "i-1");
        var parent = Asked<CreateInstanceRequest>().ParentTraceContext;
        Assert.Equal((activity.Id, "a=b"), (parent.TraceParent, parent.TraceState));
    }

    [Fact]
    public async Task A_state_is_told()
    {
        _sidecar.Hub.Reply<GetInstanceRequest>(asked => new GetInstanceResponse
        {
            Exists = true,
            WorkflowState = new ProtocolState
            {
                InstanceId = asked.InstanceId,
                Name = "Tale",
                WorkflowStatus = WorkflowStatus.Failed,
                CreatedTimestamp = Timestamp.FromDateTime(Story.Begin),
                LastUpdatedTimestamp = Timestamp.FromDateTime(Story.Begin.AddSeconds(1)),
                Input = "1",
                Output = "\"two\"",
                CustomStatus = "[3]",
                FailureDetails = new TaskFailureDetails { ErrorType = "System.Exception", ErrorMessage = "no luck", StackTrace = "there" },
            },
        });

        var state = await _client.GetWorkflowStateAsync("i-1", cancellation: Token);
        Assert.True(state.Exists && state.IsWorkflowCompleted && !state.IsWorkflowRunning);
        Assert.Equal((WorkflowRuntimeStatus.Failed, "Tale"), (state.RuntimeStatus, state.WorkflowName));
        Assert.Equal((Story.Begin, Story.Begin.AddSeconds(1)), (state.CreatedAt.UtcDateTime, state.LastUpdatedAt.UtcDateTime));
        Assert.Equal((1, "two"), (state.ReadInputAs<int>(), state.ReadOutputAs<string>()));
        Assert.Equal([3], state.ReadCustomStatusAs<int[]>()!);
        Assert.Equal(("System.Exception", "no luck", "there"),
            (state.FailureDetails!.ErrorType, state.FailureDetails.ErrorMessage, state.FailureDetails.StackTrace));

        Assert.Equal(WorkflowRuntimeStatus.Failed, (await _client.WaitForWorkflowStartAsync("i-1", cancellation: Token)).RuntimeStatus);
        Assert.Equal(WorkflowRuntimeStatus.Failed, (await _client.WaitForWorkflowCompletionAsync("i-1", false, Token)).RuntimeStatus);
        Assert.False(Asked<GetInstanceRequest>().GetInputsAndOutputs);
    }

    [Fact]
    public async Task An_unknown_instance_is_none()
    {
        var state = await _client.GetWorkflowStateAsync("i-0", cancellation: Token);
        Assert.False(state.Exists || state.IsWorkflowRunning || state.IsWorkflowCompleted);
        Assert.Equal(WorkflowRuntimeStatus.Unknown, state.RuntimeStatus);
        Assert.Null(state.ReadOutputAs<string>());
        Assert.Null(state.FailureDetails);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _client.WaitForWorkflowStartAsync("i-0", cancellation: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _client.WaitForWorkflowCompletionAsync("i-0", cancellation: Token));
    }

    [Fact]
    public async Task An_instance_is_looked_after()
    {
        await _client.RaiseEventAsync("i-1", "Go", new { At = 1 }, Token);
        Assert.Equal(("i-1", "Go", """{"at":1}"""),
            (Asked<RaiseEventRequest>().InstanceId, Asked<RaiseEventRequest>().Name, Asked<RaiseEventRequest>().Input));
        await _client.TerminateWorkflowAsync("i-1", "over", Token);
        Assert.Equal(("\"over\"", true), (Asked<TerminateRequest>().Output, Asked<TerminateRequest>().Recursive));
        await _client.SuspendWorkflowAsync("i-1", "hold", Token);
        Assert.Equal("hold", Asked<SuspendRequest>().Reason);
        await _client.ResumeWorkflowAsync("i-1", null, Token);
        Assert.Null(Asked<ResumeRequest>().Reason);

        Assert.False(await _client.PurgeInstanceAsync("i-1", Token));
        _sidecar.Hub.Reply<PurgeInstancesRequest>(_ => new PurgeInstancesResponse { DeletedInstanceCount = 2 });
        Assert.True(await _client.PurgeInstanceAsync("i-1", Token));
        Assert.True(Asked<PurgeInstancesRequest>().Recursive);
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page()
    {
        _sidecar.Hub.Reply<ListInstanceIDsRequest>(asked => asked.HasContinuationToken
            ? new ListInstanceIDsResponse { InstanceIds = { "c" } }
            : new ListInstanceIDsResponse { InstanceIds = { "a", "b" }, ContinuationToken = "b" });
        var first = await _client.ListInstanceIdsAsync(pageSize: 2, cancellation: Token);
        Assert.Equal(2u, Asked<ListInstanceIDsRequest>().PageSize);
        Assert.Equal(["a", "b"], first.InstanceIds);
        var last = await _client.ListInstanceIdsAsync(first.ContinuationToken, cancellation: Token);
        Assert.False(Asked<ListInstanceIDsRequest>().HasPageSize);
        Assert.Equal(["c"], last.InstanceIds);
        Assert.Null(last.ContinuationToken);
    }

    [Fact]
    public async Task A_history_is_told()
    {
        _sidecar.Hub.Reply<GetInstanceHistoryRequest>(_ => new GetInstanceHistoryResponse
        {
            Events =
            {
                Happened.TurnStarted(Story.Begin),
                Happened.Started("Tale", null, "i-1"),
                new HistoryEvent { EventId = 0, TaskScheduled = new TaskScheduledEvent { Name = "A" } },
                Happened.ChildReturned(1),
            },
        });
        var history = await _client.GetInstanceHistoryAsync("i-1", Token);
        Assert.Equal(new WorkflowHistoryEvent(-1, WorkflowHistoryEventType.OrchestratorStarted, Story.Begin), history[0]);
        Assert.Equal(
            [
                WorkflowHistoryEventType.OrchestratorStarted,
                WorkflowHistoryEventType.ExecutionStarted,
                WorkflowHistoryEventType.TaskScheduled,
                WorkflowHistoryEventType.SubOrchestrationInstanceCompleted,
            ],
            history.Select(happened => happened.EventType));
    }
}
