using Dapr.Workflow;
using Grpc.Core;

namespace Workflow.Contract.Tests;

public sealed class When_instances_are_started(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_without_an_id_gets_one()
    {
        var id = await _app.Client.ScheduleNewWorkflowAsync("echo", input: "hello");

        Assert.NotEmpty(id);
        Assert.Equal("hello", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task A_scheduled_instance_is_pending_until_its_time()
    {
        var (id, at) = (WorkflowApp.NewId("clock"), TimeProvider.System.GetUtcNow().AddSeconds(1));
        await _app.Client.ScheduleNewWorkflowAsync("wait a while", id, 0, at, Cancelled);

        var pending = await _app.StateOfAsync(id);
        var started = await _app.Client.WaitForWorkflowStartAsync(id, true, Cancelled);

        Assert.Equal((WorkflowRuntimeStatus.Pending, false), (pending.RuntimeStatus, pending.IsWorkflowCompleted));
        Assert.NotEqual(WorkflowRuntimeStatus.Pending, started.RuntimeStatus);
        Assert.True(TimeProvider.System.GetUtcNow() >= at);
        Assert.InRange(
            WorkflowApp.ResultOf<When_a_workflow_waits_for_time.Waited>(await _app.EndOfAsync(id)).Until,
            at.UtcDateTime,
            at.UtcDateTime.AddSeconds(30));
    }

    [Fact]
    public async Task An_instance_scheduled_in_the_past_starts_at_once()
    {
        var id = WorkflowApp.NewId("echo");
        await _app.Client.ScheduleNewWorkflowAsync("echo", id, "hello", TimeProvider.System.GetUtcNow().AddHours(-1), Cancelled);

        Assert.Equal("hello", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task A_client_can_wait_for_the_start_and_for_the_end()
    {
        var id = await _app.StartAsync("held", "input");
        var end = _app.Client.WaitForWorkflowCompletionAsync(id, false, Cancelled);

        var started = await _app.Client.WaitForWorkflowStartAsync(id, false, Cancelled);
        Assert.Equal((WorkflowRuntimeStatus.Running, null), (started.RuntimeStatus, started.ReadInputAs<string>()));
        Assert.False(end.IsCompleted);
        Gates.LetGo(id);

        Assert.Equal((WorkflowRuntimeStatus.Completed, null), ((await end).RuntimeStatus, (await end).ReadOutputAs<string>()));
        Assert.Equal("let go", (await _app.Client.WaitForWorkflowStartAsync(id, true, Cancelled)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_client_can_cancel_its_wait()
    {
        var id = await _app.StartAsync("held");
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var gaveUp = await Assert.ThrowsAnyAsync<Exception>(() => _app.Client.WaitForWorkflowCompletionAsync(id, true, impatient.Token));

        Assert.True(gaveUp is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }, $"{gaveUp}");
        Gates.LetGo(id);
        Assert.Equal(WorkflowRuntimeStatus.Completed, (await _app.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task The_id_of_a_running_instance_is_refused()
    {
        var id = await _app.StartAsync("held");
        await Gates.WhenHeldAsync(id);

        await Assert.ThrowsAsync<RpcException>(() => _app.StartAsync("echo", "again", id));

        Gates.LetGo(id);
        Assert.Equal("held", (await _app.EndOfAsync(id)).WorkflowName);
        Assert.Empty(Notes.Of(id));
    }

    [Fact]
    public async Task Of_many_starts_of_the_same_id_at_once_one_succeeds()
    {
        var id = WorkflowApp.NewId("echo");

        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            try
            {
                await _app.StartAsync("echo", $"{number}", id);
            }
            catch (RpcException)
            {
                Interlocked.Increment(ref refused);
            }
        }));

        Assert.Equal(19, refused);
        Assert.Equal([WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id))], Notes.Of(id));
    }

    [Fact]
    public async Task Their_ids_are_listed_page_by_page()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => _app.StartAsync("number", number)));

        var listed = new List<string>();
        string? token = null;
        do
        {
            var page = await _app.Client.ListInstanceIdsAsync(token, 7, Cancelled);
            Assert.InRange(page.InstanceIds.Count, 0, 7);
            listed.AddRange(page.InstanceIds);
            token = page.ContinuationToken;
        }
        while (token is not null);

        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Subset(listed.ToHashSet(), ids.ToHashSet());
        Assert.Subset((await _app.Client.ListInstanceIdsAsync(cancellation: Cancelled)).InstanceIds.ToHashSet(), ids.ToHashSet());
    }

    [Fact]
    public async Task Their_history_has_all_events_in_order()
    {
        var id = await _app.StartAsync("echo", "hello");
        await _app.EndOfAsync(id);

        var history = await _app.Client.GetInstanceHistoryAsync(id, Cancelled);

        Assert.Equal(
            ["ExecutionStarted", "TaskScheduled", "TaskCompleted", "ExecutionCompleted"],
            history.Select(happened => $"{happened.EventType}").Where(type => !type.StartsWith("Orchestrator", StringComparison.Ordinal)));
    }
}
