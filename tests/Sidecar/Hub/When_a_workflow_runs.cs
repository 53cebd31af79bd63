using Dapr.DurableTask.Protobuf;
using Embedded.Sidecar.Hub.Server;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Tests.Hub.Fixtures;
using static Sidecar.Tests.Hub.Fixtures.WorkflowHub;

namespace Sidecar.Tests.Hub;

public sealed class When_a_workflow_runs : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private HubEngine _hub;

    public When_a_workflow_runs() => _hub = Open();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Its_activities_run_in_order_and_its_output_is_kept()
    {
        await using var worker = new TestWorker(_hub, "app", request => InSequence(request, 3), asked => $"r{asked.Name}");
        Assert.Equal(0, (await _hub.StartAsync("app", "a")).Code);

        var end = await _hub.EndAsync("app", "a");

        Assert.Equal(OrchestrationStatus.Completed, end.WorkflowStatus);
        Assert.Equal("r0,r1,r2", end.Output);
        Assert.Equal("\"in\"", end.Input);
        Assert.Equal(["0", "1", "2"], worker.Given.Where(item => item.ActivityRequest is not null).Select(item => item.ActivityRequest.Name));
    }

    [Fact]
    public async Task An_id_that_exists_is_not_started_again()
    {
        await using var worker = new TestWorker(_hub, "app", request => InSequence(request, 1), _ => "1");
        Assert.Equal(0, (await _hub.StartAsync("app", "a")).Code);
        Assert.Equal(6, (await _hub.StartAsync("app", "a")).Code);
        await _hub.EndAsync("app", "a");
        Assert.Equal(6, (await _hub.StartAsync("app", "a")).Code);
        Assert.Equal(0, (await _hub.StartAsync("other", "a")).Code);
        Assert.Single(worker.Given, item => item.ActivityRequest is not null);
    }

    [Fact]
    public async Task Unanswered_work_of_a_worker_that_disconnects_goes_to_another_at_once()
    {
        var gone = new TestWorker(_hub, "app", request => InSequence(request, 1), null);
        await _hub.StartAsync("app", "a");
        await Eventually(() => gone.Given.Any(item => item.ActivityRequest is not null));
        await using var other = new TestWorker(_hub, "app", request => InSequence(request, 1), _ => "done");
        await gone.DisposeAsync();
        Assert.Equal("done", (await _hub.EndAsync("app", "a")).Output);
    }

    [Fact]
    public async Task Workers_get_work_in_turn()
    {
        await using var one = new TestWorker(_hub, "app", request => InSequence(request, 1), _ => "1");
        await using var two = new TestWorker(_hub, "app", request => InSequence(request, 1), _ => "1");
        for (var at = 0; at < 20; at++)
            await _hub.StartAsync("app", $"{at}");
        for (var at = 0; at < 20; at++)
            await _hub.EndAsync("app", $"{at}");
        Assert.Equal(60, one.Given.Count + two.Given.Count);
        Assert.InRange(one.Given.Count, 29, 31);
    }

    [Fact]
    public async Task It_goes_on_after_a_restart_of_the_hub()
    {
        var activities = 0;
        await using (var worker = new TestWorker(
            _hub, "app", request => InSequence(request, 2), asked => asked.Name == "0" ? $"{++activities}" : "never"))
        {
            await _hub.StartAsync("app", "a");
            await Eventually(() => worker.Given.Any(item => item.ActivityRequest?.Name == "1"));
        }

        await _hub.StartAsync("app", "b");
        await _hub.DisposeAsync();
        _hub = Open();

        await using var next = new TestWorker(_hub, "app", request => InSequence(request, 2), asked => $"again{asked.Name}");
        Assert.StartsWith("1,", (await _hub.EndAsync("app", "a")).Output, StringComparison.Ordinal);
        Assert.Equal("again0,again1", (await _hub.EndAsync("app", "b")).Output);
        Assert.Equal(1, activities);
    }

    [Fact]
    public async Task Its_first_turn_is_the_same_when_it_is_repeated()
    {
        WorkflowRequest first;
        await using (var worker = new TestWorker(_hub, "app", request => InSequence(request, 1)))
        {
            await _hub.StartAsync("app", "a");
            await Eventually(() => worker.Given.Any(item => item.ActivityRequest is not null));
            first = worker.Given.First(item => item.WorkflowRequest is not null).WorkflowRequest;
        }

        // The first turn, which scheduled the activity, is not in the file yet.
        await _hub.DisposeAsync();
        _hub = Open();
        await using var next = new TestWorker(_hub, "app", request => InSequence(request, 1), _ => "done");
        Assert.Equal("done", (await _hub.EndAsync("app", "a")).Output);

        Assert.Equal(first.NewEvents, next.Given.First(item => item.WorkflowRequest is not null).WorkflowRequest.NewEvents);
        var history = GetInstanceHistoryResponse.Parser.ParseFrom(
            (await _hub.AskAsync("app", "GetInstanceHistory", new GetInstanceHistoryRequest { InstanceId = "a" })).Response.Span).Events;
        Assert.Equal(
            ["WorkflowStarted", "ExecutionStarted", "TaskScheduled", "WorkflowStarted", "TaskCompleted", "ExecutionCompleted"],
            history.Select(happened => happened.EventTypeCase.ToString()));
    }

    [Fact]
    public async Task It_gets_events_in_order_including_those_raised_before_it_waits()
    {
        await _hub.StartAsync("app", "a");
        foreach (var input in new[] { "1", "2", "3" })
            Assert.Equal(0, (await _hub.AskAsync("app", "RaiseEvent", new RaiseEventRequest { InstanceId = "a", Name = "go", Input = input })).Code);
        await using var worker = new TestWorker(_hub, "app", request =>
        {
            var heard = request.PastEvents.Concat(request.NewEvents)
                .Where(happened => happened.EventRaised is not null).Select(happened => happened.EventRaised.Input).ToList();
            return heard.Count == 3 ? [Complete(0, string.Concat(heard))] : [];
        });
        Assert.Equal("123", (await _hub.EndAsync("app", "a")).Output);
        Assert.Equal(5, (await _hub.AskAsync("app", "RaiseEvent", new RaiseEventRequest { InstanceId = "nobody", Name = "go" })).Code);
        Assert.Equal(0, (await _hub.AskAsync("app", "RaiseEvent", new RaiseEventRequest { InstanceId = "a", Name = "go" })).Code);
    }

    [Fact]
    public async Task Its_timer_fires_after_a_restart_of_the_hub()
    {
        static IEnumerable<WorkflowAction> Turn(WorkflowRequest request) =>
            request.NewEvents.Any(happened => happened.TimerFired is not null) ? [Complete(1, "fired")]
            : request.PastEvents.Count == 0 ? [new() { Id = 0, CreateTimer = new CreateTimerAction { FireAt = Soon() } }]
            : [];
        static Timestamp Soon() => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMilliseconds(300));
        await using (var worker = new TestWorker(_hub, "app", Turn))
        {
            await _hub.StartAsync("app", "a");
            await _hub.AskAsync("app", "WaitForInstanceStart", new GetInstanceRequest { InstanceId = "a" });
        }

        await _hub.DisposeAsync();
        _hub = Open();
        await using var next = new TestWorker(_hub, "app", Turn);
        Assert.Equal("fired", (await _hub.EndAsync("app", "a")).Output);
    }

    [Fact]
    public async Task It_starts_at_its_scheduled_time()
    {
        var at = TimeProvider.System.GetUtcNow().AddMilliseconds(400);
        await using var worker = new TestWorker(_hub, "app", _ => [Complete(0, null)]);
        await _hub.AskAsync(
            "app",
            "StartInstance",
            new CreateInstanceRequest { InstanceId = "a", Name = "Story", ScheduledStartTimestamp = Timestamp.FromDateTimeOffset(at) });
        Assert.Equal(OrchestrationStatus.Pending, (await _hub.StateAsync("app", "a")).WorkflowState.WorkflowStatus);
        await _hub.EndAsync("app", "a");
        Assert.True(TimeProvider.System.GetUtcNow() >= at);
    }

    [Fact]
    public async Task It_waits_for_its_children()
    {
        await using var worker = new TestWorker(_hub, "app", request =>
        {
            var all = request.PastEvents.Concat(request.NewEvents).ToList();
            if (all.First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Name == "Child")
                return [Complete(0, "child")];
            return all.FirstOrDefault(happened => happened.ChildWorkflowInstanceCompleted is not null) is { } done
                ? [Complete(1, done.ChildWorkflowInstanceCompleted.Result)]
                : request.PastEvents.Count == 0
                    ? [new() { Id = 0, CreateChildWorkflow = new CreateChildWorkflowAction { Name = "Child", InstanceId = "c" } }]
                    : [];
        });
        await _hub.StartAsync("app", "a");
        Assert.Equal("child", (await _hub.EndAsync("app", "a")).Output);
        Assert.Equal("a", (await _hub.StateAsync("app", "c")).WorkflowState.ParentInstanceId);

        var purged = await _hub.AskAsync("app", "PurgeInstances", new PurgeInstancesRequest { InstanceId = "a", Recursive = true });
        Assert.Equal(2, PurgeInstancesResponse.Parser.ParseFrom(purged.Response.Span).DeletedInstanceCount);
        Assert.False((await _hub.StateAsync("app", "c")).Exists);
    }

    [Fact]
    public async Task It_continues_as_new_with_the_carried_over_events()
    {
        await using var worker = new TestWorker(_hub, "app", request =>
        {
            var input = request.PastEvents.Concat(request.NewEvents).First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Input;
            if (input == "2")
                return [Complete(0, $"{request.PastEvents.Count} {request.NewEvents.Count(happened => happened.EventRaised is not null)}")];
            var again = new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.ContinuedAsNew, Result = "2" };
            again.CarryoverEvents.Add(new HistoryEvent { EventId = -1, EventRaised = new EventRaisedEvent { Name = "later" } });
            return [new() { Id = 0, CompleteWorkflow = again }];
        });
        await _hub.StartAsync("app", "a", "1");
        Assert.Equal("0 1", (await _hub.EndAsync("app", "a")).Output);
    }

    [Fact]
    public async Task It_can_be_suspended_resumed_and_terminated()
    {
        await using var worker = new TestWorker(_hub, "app", request => InSequence(request, 9_999), _ => "1");
        await _hub.StartAsync("app", "a");
        await _hub.AskAsync("app", "SuspendInstance", new SuspendRequest { InstanceId = "a" });
        Assert.Equal(OrchestrationStatus.Suspended, (await _hub.StateAsync("app", "a")).WorkflowState.WorkflowStatus);
        await _hub.AskAsync("app", "ResumeInstance", new ResumeRequest { InstanceId = "a" });
        Assert.Equal(9, (await _hub.AskAsync("app", "PurgeInstances", new PurgeInstancesRequest { InstanceId = "a" })).Code);
        await _hub.AskAsync("app", "TerminateInstance", new TerminateRequest { InstanceId = "a", Output = "\"enough\"" });

        var end = await _hub.EndAsync("app", "a");

        Assert.Equal((OrchestrationStatus.Terminated, "\"enough\""), (end.WorkflowStatus, end.Output));
        Assert.Equal(1, PurgeInstancesResponse.Parser.ParseFrom(
            (await _hub.AskAsync("app", "PurgeInstances", new PurgeInstancesRequest { InstanceId = "a" })).Response.Span).DeletedInstanceCount);
        Assert.False((await _hub.StateAsync("app", "a")).Exists);
    }

    [Fact]
    public async Task Workflows_that_ended_long_ago_are_purged()
    {
        await using var worker = new TestWorker(_hub, "app", _ => [Complete(0, null)]);
        await _hub.StartAsync("app", "a");
        await _hub.EndAsync("app", "a");
        Assert.Equal(0, await _hub.PurgeWorkflowsAsync("app", new(TimeSpan.FromHours(1), null, null), DataFolder.Cancelled));
        await Task.Delay(5, DataFolder.Cancelled);
        Assert.Equal(0, await _hub.PurgeWorkflowsAsync("app", new(null, TimeSpan.Zero, null), DataFolder.Cancelled));
        Assert.Equal(1, await _hub.PurgeWorkflowsAsync("app", new(TimeSpan.Zero, null, null), DataFolder.Cancelled));
        Assert.False((await _hub.StateAsync("app", "a")).Exists);
    }

    [Fact]
    public async Task Ids_are_listed_in_pages()
    {
        for (var at = 0; at < 5; at++)
            await _hub.StartAsync("app", $"{at}");
        var ids = new List<string>();
        var request = new ListInstanceIDsRequest { PageSize = 2 };
        while (true)
        {
            var page = ListInstanceIDsResponse.Parser.ParseFrom((await _hub.AskAsync("app", "ListInstanceIDs", request)).Response.Span);
            ids.AddRange(page.InstanceIds);
            if (!page.HasContinuationToken)
                break;
            Assert.Equal(2, page.InstanceIds.Count);
            request.ContinuationToken = page.ContinuationToken;
        }

        Assert.Equal(["0", "1", "2", "3", "4"], ids);
    }

    private static async Task Eventually(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(5, DataFolder.Cancelled);
    }

    private HubEngine Open() => HubEngine.Open(_folder.Path, TimeProvider.System, NullLogger.Instance);
}
