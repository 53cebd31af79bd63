using System.Collections.Concurrent;
using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_an_activity_fails(SharedApp shared)
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> Tries = new();

    private readonly WorkflowApp _app = shared.App;

    internal sealed record Caught(string Type, string Message, bool IsInvalidOperation);

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterActivity<int, string>("fail so often", (context, often) =>
        {
            var tries = Tries.GetOrAdd(context.InstanceId, _ => new ConcurrentQueue<DateTimeOffset>());
            tries.Enqueue(TimeProvider.System.GetUtcNow());
            return tries.Count <= often ? throw new InvalidOperationException($"failure {tries.Count}") : Task.FromResult($"success {tries.Count}");
        });
        options.RegisterWorkflow<int, string>("retry", async (context, often) => await context.CallActivityAsync<string>(
            "fail so often", often, new WorkflowTaskOptions(new WorkflowRetryPolicy(4, TimeSpan.FromMilliseconds(100), 2))));
        options.RegisterWorkflow<string, Caught>("catch", async (context, message) =>
        {
            try
            {
                await context.CallActivityAsync<string>("fail", message);
                return new Caught("none", "none", false);
            }
            catch (WorkflowTaskFailedException failed)
            {
                var details = failed.FailureDetails;
                return new Caught(details.ErrorType, details.ErrorMessage, details.IsCausedBy<InvalidOperationException>());
            }
        });
        options.RegisterWorkflow<string, string>("let fall", async (context, message) => await context.CallActivityAsync<string>("fail", message));
        options.RegisterWorkflow<string, int>("wrong input", async (context, text) => await context.CallActivityAsync<int>("square", text));
    }

    [Fact]
    public async Task The_workflow_gets_type_and_message() =>
        Assert.Equal(new Caught("System.InvalidOperationException", "out of order", true), await _app.ResultAsync<Caught>("catch", "out of order"));

    [Fact]
    public async Task A_workflow_that_does_not_catch_it_fails() =>
        Assert.Contains(
            "out of order", WorkflowApp.FailureOf(await _app.RunAsync("let fall", "out of order")).ErrorMessage, StringComparison.Ordinal);

    [Fact]
    public async Task Input_of_another_type_is_a_failure_too() =>
        Assert.Contains("System.Int32", WorkflowApp.FailureOf(await _app.RunAsync("wrong input", "text")).ErrorMessage, StringComparison.Ordinal);

    [Fact]
    public async Task Its_policy_retries_it_until_it_succeeds_with_growing_waits()
    {
        var id = await _app.StartAsync("retry", 2);

        Assert.Equal("success 3", WorkflowApp.ResultOf<string>(await _app.EndOfAsync(id)));
        DateTimeOffset[] tries = [.. Tries[id]];
        Assert.Equal(3, tries.Length);
        Assert.True(tries[1] - tries[0] >= TimeSpan.FromMilliseconds(100), $"{tries[1] - tries[0]}");
        Assert.True(tries[2] - tries[1] >= TimeSpan.FromMilliseconds(200), $"{tries[2] - tries[1]}");
    }

    [Fact]
    public async Task Its_policy_limits_the_attempts_and_the_last_failure_counts()
    {
        var id = await _app.StartAsync("retry", 100);

        Assert.Contains("failure 4", WorkflowApp.FailureOf(await _app.EndOfAsync(id)).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(4, Tries[id].Count);
    }
}
