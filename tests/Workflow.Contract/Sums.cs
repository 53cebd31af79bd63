using Dapr.Workflow;

namespace Workflow.Contract.Tests;

/// <summary>A workflow of three activities that record what they do: ((n + 1) * 2) - 3.</summary>
internal static class Sums
{
    public static void Register(WorkflowRuntimeOptions options)
    {
        RegisterActivity(options, "increment", number => number + 1);
        RegisterActivity(options, "double", number => number * 2);
        RegisterActivity(options, "less three", number => number - 3);
        options.RegisterWorkflow<int, int>("sum", async (context, number) =>
        {
            number = await context.CallActivityAsync<int>("increment", number);
            number = await context.CallActivityAsync<int>("double", number);
            return await context.CallActivityAsync<int>("less three", number);
        });
        options.RegisterWorkflow<int, int>("sum with a wait", async (context, number) =>
        {
            number = await context.CallActivityAsync<int>("increment", number);
            await context.CreateTimer(TimeSpan.FromMilliseconds(20));
            number = await context.CallActivityAsync<int>("double", number);
            await context.CreateTimer(TimeSpan.FromMilliseconds(20));
            return await context.CallActivityAsync<int>("less three", number);
        });
    }

    public static int Of(int number) => ((number + 1) * 2) - 3;

    /// <summary>Starts a number of workflows at once.</summary>
    public static Task<string[]> StartAsync(WorkflowApp app, string workflow, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => app.StartAsync(workflow, number)));

    /// <summary>Waits for the workflows to end, and checks their results and what their activities did.</summary>
    public static async Task AssertAsync(WorkflowApp app, string[] ids, bool exactlyOnce)
    {
        var all = await Task.WhenAll(ids.Select(app.EndOfAsync));
        for (var number = 0; number < ids.Length; number++)
        {
            Assert.Equal(Of(number), WorkflowApp.ResultOf<int>(all[number]));
            string[] did = Notes.Of(ids[number]);
            Assert.Equal(["increment", "double", "less three"], exactlyOnce ? did : did.Distinct());
        }
    }

    private static void RegisterActivity(WorkflowRuntimeOptions options, string name, Func<int, int> calculate) =>
        options.RegisterActivity<int, int>(name, (context, number) =>
        {
            Notes.Add(context.InstanceId, name);
            return Task.FromResult(calculate(number));
        });
}
