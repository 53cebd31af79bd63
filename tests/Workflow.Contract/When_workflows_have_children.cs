using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_workflows_have_children(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<int, int>("sum of squares", async (context, count) =>
        {
            var squares = await Task.WhenAll(Enumerable.Range(1, count).Select(number => context.CallChildWorkflowAsync<int>("square of", number)));
            return squares.Sum();
        });
        options.RegisterWorkflow<int, int>("square of", async (context, number) => await context.CallActivityAsync<int>("square", number));
        options.RegisterWorkflow<string, string>("name its child", async (context, id) =>
            await context.CallChildWorkflowAsync<string>("say its id", null, new ChildWorkflowTaskOptions(id)));
        options.RegisterWorkflow<string?, string>("say its id", (context, _) => Task.FromResult(context.InstanceId));
        options.RegisterWorkflow<string, string>("fail by its child", async (context, message) =>
        {
            try
            {
                await context.CallChildWorkflowAsync("let fall", message);
                return "none";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.FailureDetails.ErrorMessage;
            }
        });
        options.RegisterWorkflow<int, int>("how deep", async (context, depth) =>
            depth == 0 ? 0 : 1 + await context.CallChildWorkflowAsync<int>("how deep", depth - 1));
        options.RegisterWorkflow<int, string>("retry its child", async (context, often) => await context.CallChildWorkflowAsync<string>(
            "fail at first", context.InstanceId,
            new ChildWorkflowTaskOptions(RetryPolicy: new WorkflowRetryPolicy(often, TimeSpan.FromMilliseconds(20)))));
        options.RegisterWorkflow<string, string>("fail at first", async (context, parent) =>
            await context.CallActivityAsync<int>("count tries", parent) < 3 ? throw new InvalidOperationException("not yet") : "at last");
        options.RegisterActivity<string, int>("count tries", (_, parent) =>
        {
            Notes.Add(parent, "try");
            return Task.FromResult(Notes.Of(parent).Length);
        });
    }

    [Fact]
    public async Task A_parent_gets_the_outputs_of_its_children() =>
        Assert.Equal(Enumerable.Range(1, 20).Sum(number => number * number), await _app.ResultAsync<int>("sum of squares", 20));

    [Fact]
    public async Task A_child_has_the_instance_id_that_its_parent_gives_it()
    {
        var id = WorkflowApp.NewId("child");

        Assert.Equal(id, await _app.ResultAsync<string>("name its child", id));
        Assert.Equal("say its id", (await _app.StateOfAsync(id)).WorkflowName);
    }

    [Fact]
    public async Task A_parent_sees_the_failure_of_its_child() =>
        Assert.Contains("out of order", await _app.ResultAsync<string>("fail by its child", "out of order"), StringComparison.Ordinal);

    [Fact]
    public async Task A_child_is_retried_as_its_policy_says()
    {
        var id = await _app.StartAsync("retry its child", 5);

        Assert.Equal("at last", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
        Assert.Equal(3, Notes.Of(id).Length);
    }

    [Fact]
    public async Task Children_have_children() => Assert.Equal(10, await _app.ResultAsync<int>("how deep", 10));
}
