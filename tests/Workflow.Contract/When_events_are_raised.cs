using Dapr.Workflow;
using Grpc.Core;

namespace Workflow.Contract.Tests;

public sealed class When_events_are_raised(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal sealed record Approval(string By, int Level);

    internal sealed record Letter(string To, string Name, int Payload);

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<string, Approval>("await one", async (context, name) =>
        {
            var waiting = context.WaitForExternalEventAsync<Approval>(name);
            Gates.Open($"{context.InstanceId} waits");
            return await waiting;
        });
        options.RegisterWorkflow<int, int[]>("await many after a while", async (context, count) =>
        {
            await context.CallActivityAsync<string>("hold");
            var got = new int[count];
            for (var at = 0; at < count; at++)
                got[at] = await context.WaitForExternalEventAsync<int>("number");
            return got;
        });
        options.RegisterWorkflow<int, int[]>("await many at once", async (context, count) =>
        {
            var waiting = Enumerable.Range(0, count).Select(_ => context.WaitForExternalEventAsync<int>("number")).ToArray();
            await context.CallActivityAsync<string>("hold");
            return await Task.WhenAll(waiting);
        });
        options.RegisterWorkflow<int, string>("await in time", async (context, milliseconds) =>
        {
            var since = context.CurrentUtcDateTime;
            try
            {
                return await context.WaitForExternalEventAsync<string>("word", TimeSpan.FromMilliseconds(milliseconds));
            }
            catch (OperationCanceledException)
            {
                return context.CurrentUtcDateTime - since >= TimeSpan.FromMilliseconds(milliseconds) ? "too late" : "too early";
            }
        });
        options.RegisterWorkflow<Letter, string>("send", (context, letter) =>
        {
            context.SendEvent(letter.To, letter.Name, letter.Payload);
            return Task.FromResult("sent");
        });
        options.RegisterWorkflow<string, int>("ping", async (context, pong) =>
        {
            var last = 0;
            for (var round = 1; round <= 10; round++)
            {
                context.SendEvent(pong, "ping", round);
                last = await context.WaitForExternalEventAsync<int>("pong");
            }

            return last;
        });
        options.RegisterWorkflow<string, int>("pong", async (context, ping) =>
        {
            var last = 0;
            while (last < 10)
            {
                last = await context.WaitForExternalEventAsync<int>("ping");
                context.SendEvent(ping, "pong", last * last);
            }

            return last;
        });
    }

    [Theory]
    [InlineData("approved")]
    [InlineData("APPROVED")]
    public async Task A_workflow_that_waits_for_an_event_gets_it_whatever_the_case_of_its_name(string name)
    {
        var id = await _app.StartAsync("await one", "Approved");
        await Gates.PassAsync($"{id} waits");

        await _app.RaiseAsync(id, name, new Approval("Ann", 3));

        Assert.Equal(new Approval("Ann", 3), WorkflowApp.ResultOf<Approval>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task Events_that_come_before_a_workflow_waits_are_kept_in_order()
    {
        var id = await _app.StartAsync("await many after a while", 20);
        await Gates.WhenHeldAsync(id);
        for (var number = 0; number < 20; number++)
            await _app.RaiseAsync(id, "number", number);

        Gates.LetGo(id);

        Assert.Equal(Enumerable.Range(0, 20), WorkflowApp.ResultOf<int[]>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task The_first_wait_gets_the_first_event()
    {
        var id = await _app.StartAsync("await many at once", 20);
        await Gates.WhenHeldAsync(id);
        for (var number = 0; number < 20; number++)
            await _app.RaiseAsync(id, "number", number);

        Gates.LetGo(id);

        Assert.Equal(Enumerable.Range(0, 20), WorkflowApp.ResultOf<int[]>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task A_wait_ends_at_its_timeout() => Assert.Equal("too late", await _app.ResultAsync<string>("await in time", 200));

    [Fact]
    public async Task An_event_that_comes_in_time_ends_the_wait_at_once()
    {
        var id = await _app.StartAsync("await in time", 3_600_000);

        await _app.RaiseAsync(id, "word", "hello");

        Assert.Equal("hello", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task An_instance_that_has_not_started_gets_the_event_once_it_starts()
    {
        var id = WorkflowApp.NewId("await one");
        await _app.Client.ScheduleNewWorkflowAsync(
            "await one", id, "approved", TimeProvider.System.GetUtcNow().AddSeconds(1), TestContext.Current.CancellationToken);

        await _app.RaiseAsync(id, "approved", new Approval("Bob", 1));

        Assert.Equal(WorkflowRuntimeStatus.Pending, (await _app.StateOfAsync(id)).RuntimeStatus);
        Assert.Equal(new Approval("Bob", 1), WorkflowApp.ResultOf<Approval>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task An_event_for_an_instance_that_does_not_exist_is_an_error() =>
        await Assert.ThrowsAsync<RpcException>(() => _app.RaiseAsync(WorkflowApp.NewId("none"), "approved"));

    [Fact]
    public async Task Workflows_send_events_to_each_other()
    {
        var (ping, pong) = (WorkflowApp.NewId("ping"), WorkflowApp.NewId("pong"));
        await _app.StartAsync("pong", ping, pong);

        Assert.Equal(100, await _app.ResultAsync<int>("ping", pong, ping));
        Assert.Equal(10, WorkflowApp.ResultOf<int>(await _app.EndOfAsync(pong)));
    }

    [Fact]
    public async Task An_event_sent_to_an_instance_that_does_not_exist_is_no_failure() =>
        Assert.Equal("sent", await _app.ResultAsync<string>("send", new Letter(WorkflowApp.NewId("none"), "number", 1)));
}
