using Dapr.Workflow;

namespace Workflow.Contract.Tests;

public sealed class When_a_name_is_unknown(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<string, string>("call by name", async (context, name) => await context.CallActivityAsync<string>(name));
        options.RegisterWorkflow<string, string>("call child by name", async (context, name) => await context.CallChildWorkflowAsync<string>(name));
    }

    [Theory]
    [InlineData("no such workflow", null)]
    [InlineData("call by name", "no such activity")]
    [InlineData("call child by name", "no such child")]
    public async Task The_workflow_fails_and_names_it(string workflow, string? input)
    {
        SharedApp.OnlyOwn();

        var failure = WorkflowApp.FailureOf(await _app.RunAsync(workflow, input));

        Assert.Contains(input ?? workflow, failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_case_of_a_name_does_not_matter() =>
        Assert.Equal("hello", await _app.ResultAsync<string>("ECHO", "hello"));
}
