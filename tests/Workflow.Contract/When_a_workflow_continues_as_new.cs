using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_a_workflow_continues_as_new(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal sealed record Round(int Number, int Sum, bool KeepsEvents);

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<Round, int>("add up", async (context, round) =>
        {
            context.SetCustomStatus(round.Number);
            var square = await context.CallActivityAsync<int>("square", round.Number);
            if (round.Number < 200)
                context.ContinueAsNew(new Round(round.Number + 1, round.Sum + square, true));
            return round.Sum + square;
        });
        options.RegisterWorkflow<Round, string[]>("collect", async (context, round) =>
        {
            var first = context.WaitForExternalEventAsync<string>("word");
            if (round.Number == 0)
            {
                // Three events come meanwhile, of which the workflow processes one.
                await context.CallActivityAsync<string>("hold");
                await first;
                context.ContinueAsNew(round with { Number = 1 }, round.KeepsEvents);
                return [];
            }

            return [await first, await context.WaitForExternalEventAsync<string>("word")];
        });
        options.RegisterWorkflow<Round, string>("leave activities behind", async (context, round) =>
        {
            var first = await await Task.WhenAny(
                Enumerable.Range(0, 10).Select(number => context.CallActivityAsync<string>("note", $"{round.Number}.{number}")));
            if (!first.StartsWith($"{round.Number}.", StringComparison.Ordinal))
                return $"{first} in round {round.Number}";
            if (round.Number < 10)
                context.ContinueAsNew(round with { Number = round.Number + 1 });
            return "its own";
        });
        options.RegisterWorkflow<Round, string>("leave a child behind", async (context, round) =>
        {
            if (round.Number == 0)
            {
                _ = context.CallChildWorkflowAsync<string>("held", null, new ChildWorkflowTaskOptions($"{context.InstanceId}-0"));
                context.ContinueAsNew(round with { Number = 1 });
                return "";
            }

            return await context.CallActivityAsync<string>("hold", "its own");
        });
    }

    [Fact]
    public async Task Two_hundred_executions_leave_the_history_of_one()
    {
        var id = await _app.StartAsync("add up", new Round(1, 0, true));
        var state = await _app.EndOfAsync(id);

        Assert.Equal(Enumerable.Range(1, 200).Sum(number => number * number), WorkflowApp.ResultOf<int>(state));
        Assert.Equal((200, 200), (state.ReadInputAs<Round>()!.Number, state.ReadCustomStatusAs<int>()));
        Assert.InRange((await _app.Client.GetInstanceHistoryAsync(id, TestContext.Current.CancellationToken)).Count, 3, 10);
    }

    [Fact]
    public async Task Unprocessed_events_are_there_in_the_next_execution()
    {
        var id = await _app.StartAsync("collect", new Round(0, 0, KeepsEvents: true));
        await Gates.WhenHeldAsync(id);
        foreach (var word in (string[])["one", "two", "three"])
            await _app.RaiseAsync(id, "word", word);

        Gates.LetGo(id);

        Assert.Equal(["two", "three"], WorkflowApp.ResultOf<string[]>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task Unprocessed_events_are_dropped_where_it_says_so()
    {
        var id = await _app.StartAsync("collect", new Round(0, 0, KeepsEvents: false));
        await Gates.WhenHeldAsync(id);
        foreach (var word in (string[])["one", "two", "three"])
            await _app.RaiseAsync(id, "word", word);
        Gates.LetGo(id);
        while ((await _app.StateOfAsync(id)).ReadInputAs<Round>()!.Number == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        await _app.RaiseAsync(id, "word", "four");
        await _app.RaiseAsync(id, "word", "five");

        Assert.Equal(["four", "five"], WorkflowApp.ResultOf<string[]>(await _app.EndOfAsync(id)));
    }

    [Fact]
    public async Task The_next_execution_does_not_get_results_of_earlier_activities()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.StartAsync("leave activities behind", new Round(0, 0, true))));

        Assert.All(await Task.WhenAll(ids.Select(_app.EndOfAsync)), state => Assert.Equal("its own", WorkflowApp.ResultOf<string>(state)));
    }

    [Fact]
    public async Task The_next_execution_does_not_get_the_result_of_an_earlier_child()
    {
        var id = await _app.StartAsync("leave a child behind", new Round(0, 0, true));
        await Gates.WhenHeldAsync($"{id}-0");
        await Gates.WhenHeldAsync(id);

        Gates.LetGo($"{id}-0");
        await _app.EndOfAsync($"{id}-0");
        await _app.RaiseAsync(id, "anything");
        Assert.Equal(WorkflowRuntimeStatus.Running, (await _app.StateOfAsync(id)).RuntimeStatus);
        Gates.LetGo(id);

        Assert.Equal("its own", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
    }
}
