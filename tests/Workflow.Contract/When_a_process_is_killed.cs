using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_a_process_is_killed
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static void Register(WorkflowRuntimeOptions options)
    {
        CommonActivities.Register(options);
        Sums.Register(options);
        When_a_workflow_runs.Register(options);
        When_a_workflow_waits_for_time.Register(options);
        When_an_instance_is_controlled.Register(options);
    }

    [Fact]
    public async Task Another_worker_does_the_work_of_a_killed_one()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var sidecar = await system.SidecarAsync();
        var held = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<WorkflowRuntimeOptions> Worker(string name) => options =>
        {
            options.RegisterActivity<string?, string>("hold the first", async (_, _) =>
            {
                if (held.TrySetResult(name))
                    await new TaskCompletionSource().Task;
                return name;
            });
            options.RegisterWorkflow<string?, string>("who", async (context, _) => await context.CallActivityAsync<string>("hold the first"));
        };
        var one = await system.AppAsync(sidecar, Worker("one"));
        var other = await system.AppAsync(sidecar, Worker("other"));
        var id = await one.StartAsync("who");
        var holds = await held.Task.WaitAsync(Cancelled);
        var (dies, lives) = holds == "one" ? (one, other) : (other, one);

        await dies.KillAsync();

        Assert.Equal(holds == "one" ? "other" : "one", WorkflowApp.ResultOf<string>(await lives.EndOfAsync(id)));
    }

    [Fact]
    public async Task Workflows_go_on_once_their_sidecar_is_back()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var sidecar = await system.SidecarAsync();
        var app = await system.AppAsync(sidecar, Register);
        var ids = await Sums.StartAsync(app, "sum with a wait", 50);
        var held = await app.StartAsync("held");
        await Gates.WhenHeldAsync(held);

        await sidecar.KillAsync();
        Gates.LetGo(held);
        await system.AgainAsync(sidecar);

        await Sums.AssertAsync(app, ids, exactlyOnce: false);
        Assert.Equal("let go", WorkflowApp.ResultOf<string>(await app.EndOfAsync(held)));
    }

    [Fact]
    public async Task Workflows_go_on_after_the_hub_was_killed()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var app = await system.AppAsync(await system.SidecarAsync(), Register);
        var suspended = await app.StartAsync("note events", "last");
        await app.Client.SuspendWorkflowAsync(suspended, cancellation: Cancelled);
        await app.RaiseAsync(suspended, "word", "last");
        var held = await app.StartAsync("held");
        await Gates.WhenHeldAsync(held);
        var ids = await Sums.StartAsync(app, "sum with a wait", 200);
        // Kills it in the middle, when some workflows have done their second step and hardly any the third.
        while (ids.Count(id => Notes.Of(id).Length >= 2) < 20)
            await Task.Delay(BetweenLooks, Cancelled);

        await system.KillHubAsync();
        Gates.LetGo(held);

        await Sums.AssertAsync(app, ids, exactlyOnce: false);
        Assert.Equal("let go", WorkflowApp.ResultOf<string>(await app.EndOfAsync(held)));
        Assert.Equal(WorkflowRuntimeStatus.Suspended, (await app.StateOfAsync(suspended)).RuntimeStatus);
        Assert.Empty(Notes.Of(suspended));
        await app.Client.ResumeWorkflowAsync(suspended, cancellation: Cancelled);
        Assert.Equal("last", WorkflowApp.ResultOf<string>(await app.EndOfAsync(suspended)));
    }

    [Fact]
    public async Task Workflows_go_on_after_the_hub_was_killed_several_times()
    {
        SharedApp.OnlyOwn();
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        await using var system = new OwnSystem();
        var app = await system.AppAsync(await system.SidecarAsync(), Register);
        var ids = await Sums.StartAsync(app, "sum with a wait", 200);
        var all = Sums.AssertAsync(app, ids, exactlyOnce: false);

        for (var time = 0; time < 3; time++)
        {
            await Task.Delay(random.Next(100), Cancelled);
            await system.KillHubAsync();
            // The hub is back once it answers.
            await app.StateOfAsync(ids[time]);
        }

        await all;
    }

    [Fact]
    public async Task Timers_fire_after_a_restart_of_everything()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var sidecar = await system.SidecarAsync();
        var app = await system.AppAsync(sidecar, Register);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var (soon, later) = (now.AddSeconds(0.5), now.AddSeconds(5));
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => app.StartAsync("wait until", number % 2 == 0 ? soon : later)));
        await Task.WhenAll(ids.Select(id => app.Client.WaitForWorkflowStartAsync(id, false, Cancelled)));

        await app.KillAsync();
        await sidecar.KillAsync();
        await system.KillHubAsync();
        var again = await system.AppAsync(await system.AgainAsync(sidecar), Register);

        for (var number = 0; number < ids.Length; number++)
        {
            var waited = WorkflowApp.ResultOf<When_a_workflow_waits_for_time.Waited>(await again.EndOfAsync(ids[number]));
            Assert.True(waited.ItsTime >= waited.Until);
            if (number % 2 == 1)
                Assert.True(waited.Clock.UtcDateTime >= later);
        }
    }
}
