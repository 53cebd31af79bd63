using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_the_code_changes
{
    private static Action<WorkflowRuntimeOptions> Version(string activity) => options =>
    {
        options.RegisterActivity<string?, string>(activity, (_, _) => Task.FromResult(activity));
        options.RegisterWorkflow<string?, string>("changing", async (context, _) =>
        {
            var result = await context.CallActivityAsync<string>(activity);
            context.SetCustomStatus("waiting");
            return result + await context.WaitForExternalEventAsync<string>("go on");
        });
    };

    // The SDK finds a step by its place in the history and not by its name, which matters when a workflow changes.
    [Fact]
    public async Task A_renamed_step_gets_the_result_of_the_step_at_its_place()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var (id, then, now) = await ChangedAsync(system, "first", "second");

        await now.RaiseAsync(id, "go on", "!");

        Assert.Equal("first!", WorkflowApp.ResultOf<string>(await now.EndOfAsync(id)));
        await then.DisposeAsync();
    }

    [Fact]
    public async Task A_history_that_fits_the_new_code_goes_on()
    {
        SharedApp.OnlyOwn();
        await using var system = new OwnSystem();
        var (id, then, now) = await ChangedAsync(system, "first", "first");

        await now.RaiseAsync(id, "go on", "!");

        Assert.Equal("first!", WorkflowApp.ResultOf<string>(await now.EndOfAsync(id)));
        await then.DisposeAsync();
    }

    private static async Task<(string Id, WorkflowApp Then, WorkflowApp Now)> ChangedAsync(OwnSystem system, string before, string after)
    {
        var sidecar = await system.SidecarAsync();
        var then = await system.AppAsync(sidecar, Version(before));
        var id = await then.StartAsync("changing");
        while ((await then.StateOfAsync(id)).ReadCustomStatusAs<string>() != "waiting")
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await then.StopAsync();
        return (id, then, await system.AppAsync(sidecar, Version(after)));
    }
}
