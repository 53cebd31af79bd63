using System.Collections.Concurrent;
using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_many_workflows_run_at_once(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    private static Action<WorkflowRuntimeOptions> Worker(string name, ConcurrentBag<string> did) => options =>
    {
        CommonActivities.Register(options);
        options.RegisterActivity<string?, string>("who", async (_, _) =>
        {
            did.Add(name);
            // Long enough for the other worker to get work.
            await Task.Delay(10);
            return name;
        });
        options.RegisterWorkflow<string?, string>("ask", async (context, _) => await context.CallActivityAsync<string>("who"));
        options.RegisterWorkflow<int, string[]>("ask often", async (context, often) =>
            await Task.WhenAll(Enumerable.Range(0, often).Select(_ => context.CallActivityAsync<string>("who"))));
    };

    [Fact]
    public async Task Each_of_a_thousand_instances_does_each_step_once()
    {
        var ids = await Sums.StartAsync(_app, "sum", 1_000);

        await Sums.AssertAsync(_app, ids, exactlyOnce: true);
    }

    [Fact]
    public async Task Two_workers_share_the_work()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var sidecar = await system.SidecarAsync();
        var did = new ConcurrentBag<string>();
        var one = await system.AppAsync(sidecar, Worker("one", did));
        await system.AppAsync(sidecar, Worker("other", did));
        await WaitForBothAsync(one);

        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => one.StartAsync("ask")));
        var names = (await Task.WhenAll(ids.Select(one.EndOfAsync))).Select(WorkflowApp.ResultOf<string>).ToArray();

        Assert.InRange(names.Count(name => name == "one"), 10, 90);
        Assert.InRange(names.Count(name => name == "other"), 10, 90);
    }

    [Fact]
    public async Task Two_sidecars_of_an_app_share_the_work()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var did = new ConcurrentBag<string>();
        var one = await system.AppAsync(await system.SidecarAsync(), Worker("one", did));
        var other = await system.AppAsync(await system.SidecarAsync(), Worker("other", did));
        await WaitForBothAsync(one);

        var id = await one.StartAsync("ask often", 100);
        var names = WorkflowApp.ResultOf<string[]>(await other.EndOfAsync(id));

        Assert.InRange(names.Count(name => name == "one"), 10, 90);
    }

    // Both workers are connected once each has got work.
    private static async Task WaitForBothAsync(WorkflowApp app)
    {
        var seen = new HashSet<string>();
        while (seen.Count < 2)
            seen.UnionWith(await app.ResultAsync<string[]>("ask often", 4));
    }
}
