using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_a_workflow_runs(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal sealed record Order(string Item, int Number);

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<Order, string>("order", async (context, order) =>
        {
            context.SetCustomStatus(new Order("counting", order.Number));
            var squared = await context.CallActivityAsync<int>("square", order.Number);
            var more = await context.CallActivityAsync<int>("square", squared);
            context.SetCustomStatus(new Order("counted", more));
            return $"{more} of {order.Item} for {context.Name} in {context.InstanceId}";
        });
        options.RegisterWorkflow<string?, string>("held", async (context, _) =>
        {
            context.SetCustomStatus("holding");
            return await context.CallActivityAsync<string>("hold");
        });
        options.RegisterWorkflow<string, string>("echo", async (context, text) => await context.CallActivityAsync<string>("note", text));
        options.RegisterWorkflow<string, string>("throw", (_, message) => throw new InvalidOperationException(message));
        options.RegisterWorkflow<int, int>("number", (_, number) => Task.FromResult(number));
        options.RegisterWorkflow<object?, object?>("nothing", (_, input) => Task.FromResult(input));
        options.RegisterWorkflow<int[], int[]>("squares", async (context, numbers) =>
            await Task.WhenAll(numbers.Select(number => context.CallActivityAsync<int>("square", number))));
        options.RegisterWorkflow<int[], int[]>("squares, few at once", async (context, numbers) =>
            await context.ProcessInParallelAsync(numbers, number => context.CallActivityAsync<int>("square", number), 3));
    }

    [Fact]
    public async Task It_runs_one_activity_after_the_other_and_returns_its_output()
    {
        var before = TimeProvider.System.GetUtcNow();
        var id = await _app.StartAsync("order", new Order("apples", 3));
        var state = await _app.EndOfAsync(id);

        Assert.Equal($"81 of apples for order in {id}", WorkflowApp.ResultOf<string>(state));
        Assert.True(state is { Exists: true, IsWorkflowCompleted: true, IsWorkflowRunning: false, FailureDetails: null });
        Assert.Equal("order", state.WorkflowName);
        Assert.Equal(new Order("apples", 3), state.ReadInputAs<Order>());
        Assert.Equal(new Order("counted", 81), state.ReadCustomStatusAs<Order>());
        // Times are kept in whole milliseconds.
        Assert.InRange(state.CreatedAt, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.InRange(state.LastUpdatedAt, state.CreatedAt, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Its_state_is_readable_while_it_runs()
    {
        var id = await _app.StartAsync("held", "input");
        await Gates.WhenHeldAsync(id);

        var state = await _app.StateOfAsync(id);
        var bare = await _app.Client.GetWorkflowStateAsync(id, getInputsAndOutputs: false, TestContext.Current.CancellationToken);

        Assert.Equal((WorkflowRuntimeStatus.Running, true, false), (state.RuntimeStatus, state.IsWorkflowRunning, state.IsWorkflowCompleted));
        Assert.Equal(("input", "holding", null), (state.ReadInputAs<string>(), state.ReadCustomStatusAs<string>(), state.ReadOutputAs<string>()));
        Assert.True(bare.Exists);
        Assert.Null(bare.ReadInputAs<string>());
        Gates.LetGo(id);
        Assert.Equal("let go", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task It_may_have_no_input_and_no_output()
    {
        var state = await _app.RunAsync("nothing");

        Assert.Equal((WorkflowRuntimeStatus.Completed, null, null), (state.RuntimeStatus, state.ReadInputAs<string>(), state.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task An_unknown_instance_does_not_exist() =>
        Assert.False((await _app.StateOfAsync(WorkflowApp.NewId("none"))).Exists);

    [Fact]
    public async Task Its_exception_is_its_failure()
    {
        var failure = WorkflowApp.FailureOf(await _app.RunAsync("throw", "no luck today"));

        Assert.Equal(("System.InvalidOperationException", "no luck today"), (failure.ErrorType, failure.ErrorMessage));
        Assert.True(failure.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task Input_of_another_type_fails_it() =>
        Assert.Contains("System.Int32", WorkflowApp.FailureOf(await _app.RunAsync("number", "text")).ErrorMessage, StringComparison.Ordinal);

    [Fact]
    public async Task Fifty_activities_at_once_return_their_results_in_order()
    {
        int[] numbers = [.. Enumerable.Range(1, 50)];
        var expected = numbers.Select(number => number * number);

        Assert.Equal(expected, await _app.ResultAsync<int[]>("squares", numbers));
        Assert.Equal(expected, await _app.ResultAsync<int[]>("squares, few at once", numbers));
    }

    [Fact]
    public async Task A_megabyte_of_input_and_output_is_passed_on()
    {
        var text = string.Concat(Enumerable.Range(0, 1 << 17).Select(number => $"{number % 100_000_000:x8}"));

        var state = await _app.RunAsync("echo", text);

        Assert.Equal(1 << 20, text.Length);
        Assert.Equal(text, WorkflowApp.ResultOf<string>(state));
        Assert.Equal(text, state.ReadInputAs<string>());
    }

    [Theory]
    [InlineData("dots.and-dashes_")]
    [InlineData("slashes/in/it/")]
    [InlineData("Zoë ☃ 🦊 ")]
    [InlineData("'quotes' \"and\" %20 ? # & ")]
    [InlineData("200")]
    public async Task Any_text_can_be_an_id(string beginning)
    {
        var id = $"{beginning}{Guid.NewGuid():N}";
        if (beginning == "200")
            id = id.PadRight(200, 'x');

        Assert.Equal("hello", await _app.ResultAsync<string>("echo", "hello", id));
        Assert.Equal(["hello"], Notes.Of(id));
        Assert.Equal("echo", (await _app.StateOfAsync(id)).WorkflowName);
        Assert.True(await _app.Client.PurgeInstanceAsync(id, TestContext.Current.CancellationToken));
    }
}
