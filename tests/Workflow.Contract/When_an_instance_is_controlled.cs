using Dapr.Workflow;
using Grpc.Core;

namespace Workflow.Contract.Tests;

public sealed class When_an_instance_is_controlled(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<string, string>("note events", async (context, last) =>
        {
            string word;
            do
            {
                word = await context.WaitForExternalEventAsync<string>("word");
                await context.CallActivityAsync<string>("note", word);
            }
            while (word != last);
            return word;
        });
        options.RegisterWorkflow<int, string>("note after a while", async (context, milliseconds) =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds));
            return await context.CallActivityAsync<string>("note", "fired");
        });
        options.RegisterWorkflow<int, int>("have children for ever", async (context, round) =>
        {
            _ = context.CallChildWorkflowAsync<string>("note events", "never", new ChildWorkflowTaskOptions($"{context.InstanceId}-{round}"));
            await context.CallActivityAsync<int>("square", round);
            _ = context.CallChildWorkflowAsync<string>("note events", "never", new ChildWorkflowTaskOptions($"{context.InstanceId}-{round + 1}"));
            context.ContinueAsNew(round + 2);
            return round;
        });
    }

    [Fact]
    public async Task A_terminated_instance_does_not_go_on()
    {
        var id = await _app.StartAsync("note events", "last");
        await _app.Client.WaitForWorkflowStartAsync(id, true, Cancelled);

        await _app.Client.TerminateWorkflowAsync(id, "enough", Cancelled);

        var state = await _app.EndOfAsync(id);
        Assert.Equal((WorkflowRuntimeStatus.Terminated, "enough"), (state.RuntimeStatus, state.ReadOutputAs<string>()));
        Assert.True(state.IsWorkflowCompleted);
        Assert.Empty(Notes.Of(id));
    }

    [Fact]
    public async Task The_result_of_an_activity_does_not_change_a_terminated_instance()
    {
        var id = await _app.StartAsync("held");
        await Gates.WhenHeldAsync(id);

        await _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled);
        Gates.LetGo(id);
        await _app.RunAsync("echo", "and the next");

        Assert.Equal(
            (WorkflowRuntimeStatus.Terminated, null),
            ((await _app.StateOfAsync(id)).RuntimeStatus, (await _app.StateOfAsync(id)).ReadOutputAs<string>()));
    }

    [Fact]
    public async Task An_instance_that_has_not_started_can_be_terminated()
    {
        var id = WorkflowApp.NewId("echo");
        await _app.Client.ScheduleNewWorkflowAsync("echo", id, "hello", TimeProvider.System.GetUtcNow().AddHours(1), Cancelled);

        await _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled);

        Assert.Equal(WorkflowRuntimeStatus.Terminated, (await _app.EndOfAsync(id)).RuntimeStatus);
        Assert.Empty(Notes.Of(id));
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_cannot_be_controlled()
    {
        var id = WorkflowApp.NewId("none");

        await Assert.ThrowsAsync<RpcException>(() => _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled));
        await Assert.ThrowsAsync<RpcException>(() => _app.Client.SuspendWorkflowAsync(id, cancellation: Cancelled));
        await Assert.ThrowsAsync<RpcException>(() => _app.Client.ResumeWorkflowAsync(id, cancellation: Cancelled));
    }

    [Fact]
    public async Task Children_are_terminated_with_their_parent_at_any_time()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        var runs = Enumerable.Range(0, 30).Select(_ => TimeSpan.FromMilliseconds(random.Next(60))).ToArray();

        await Task.WhenAll(runs.Select(async after =>
        {
            var id = await _app.StartAsync("have children for ever", 0);
            await Task.Delay(after, TimeProvider.System, Cancelled);
            await _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled);
            Assert.Equal(WorkflowRuntimeStatus.Terminated, (await _app.EndOfAsync(id)).RuntimeStatus);
            for (var child = 0; (await _app.StateOfAsync($"{id}-{child}")) is { Exists: true } state; child++)
                Assert.True(state.RuntimeStatus == WorkflowRuntimeStatus.Terminated, $"Child {child} of {id} is {state.RuntimeStatus}");
        }));
    }

    [Fact]
    public async Task An_instance_that_is_terminated_while_it_starts_does_not_run()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            var id = WorkflowApp.NewId("early");
            var starting = _app.StartAsync("note events", "last", id);
            while (true)
            {
                try
                {
                    await _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled);
                    break;
                }
                catch (RpcException notYet) when (notYet.StatusCode is StatusCode.NotFound)
                {
                    // The instance has not started yet; the loop tries again.
                }
            }

            await starting;
            Assert.Equal(WorkflowRuntimeStatus.Terminated, (await _app.StateOfAsync(id)).RuntimeStatus);
        }));
    }

    [Fact]
    public async Task A_suspended_instance_does_nothing_until_it_is_resumed_and_then_catches_up()
    {
        var (id, other) = (await _app.StartAsync("note events", "three"), await _app.StartAsync("note events", "three"));
        await _app.Client.WaitForWorkflowStartAsync(id, true, Cancelled);

        await _app.Client.SuspendWorkflowAsync(id, "for a while", Cancelled);
        foreach (var word in (string[])["one", "two", "three"])
        {
            await _app.RaiseAsync(id, "word", word);
            await _app.RaiseAsync(other, "word", word);
        }

        // The other app has done all the work afterwards.
        Assert.Equal("three", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(other)));
        var state = await _app.StateOfAsync(id);
        Assert.Equal((WorkflowRuntimeStatus.Suspended, false), (state.RuntimeStatus, state.IsWorkflowCompleted));
        Assert.Empty(Notes.Of(id));
        await _app.Client.ResumeWorkflowAsync(id, "enough", Cancelled);
        Assert.Equal("three", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
        Assert.Equal(["one", "two", "three"], Notes.Of(id));
    }

    [Fact]
    public async Task A_timer_of_a_suspended_instance_fires_once_it_is_resumed()
    {
        var id = await _app.StartAsync("note after a while", 1_500);
        await _app.Client.WaitForWorkflowStartAsync(id, true, Cancelled);
        await _app.Client.SuspendWorkflowAsync(id, cancellation: Cancelled);

        await _app.RunAsync("note after a while", 1_500);
        Assert.Empty(Notes.Of(id));
        await _app.Client.ResumeWorkflowAsync(id, cancellation: Cancelled);

        Assert.Equal("fired", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        var id = await _app.StartAsync("note events", "last");
        await _app.Client.SuspendWorkflowAsync(id, cancellation: Cancelled);

        await _app.Client.TerminateWorkflowAsync(id, cancellation: Cancelled);

        Assert.Equal(WorkflowRuntimeStatus.Terminated, (await _app.EndOfAsync(id)).RuntimeStatus);
    }
}
