using Dapr.Workflow;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_workflow_cannot_be_run
{
    private interface INowhere;

#pragma warning disable CS9113 // Nobody can give it.
    private sealed class Needy(INowhere missing) : Workflow<string, string>
#pragma warning restore CS9113
    {
        public override Task<string> RunAsync(WorkflowContext context, string input) => Task.FromResult(input);
    }

    private sealed class Guarded : Workflow<Guarded.Positive, int>
    {
        public sealed class Positive(int value)
        {
            public int Value { get; } = value > 0 ? value : throw new ArgumentException("Must be above 0.", nameof(value));
        }

        public override Task<int> RunAsync(WorkflowContext context, Positive input) => Task.FromResult(input.Value);
    }

    [Fact]
    public void An_unknown_name_is_named()
    {
        var story = Story.Of(_ => Task.CompletedTask);
        story.Name = "Missing";
        var failure = story.Turn().Failure();
        Assert.Equal("WorkflowNotRegistered", failure.ErrorType);
        Assert.Contains("'Missing'", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_case_of_a_name_does_not_matter()
    {
        var story = Story.Of(_ => Task.CompletedTask);
        story.Name = "TALE";
        Assert.Null(story.Turn().Output());
    }

    [Fact]
    public void An_input_of_another_form_is_told_with_the_reason()
    {
        var story = Story.Of<int, int>((_, input) => Task.FromResult(input), "many");
        var failure = story.Turn().Failure();
        Assert.Equal("System.Text.Json.JsonException", failure.ErrorType);
        Assert.StartsWith("The input of workflow 'Tale' could not be read as System.Int32: ", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_its_own_type_refuses_is_told_with_the_reason()
    {
        var failure = Story.OfType<Guarded>(new { value = 0 }).Turn().Failure();
        Assert.Contains("Must be above 0.", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("3", Story.OfType<Guarded>(new { value = 3 }).Turn().Output());
    }

    [Fact]
    public void No_input_is_the_types_default() =>
        Assert.Equal("0", Story.Of<int, int>((_, input) => Task.FromResult(input)).Turn().Output());

    [Fact]
    public void A_class_that_cannot_be_made_is_told_with_the_reason() =>
        Assert.Contains(nameof(INowhere), Story.OfType<Needy>("x").Turn().Failure().ErrorMessage, StringComparison.Ordinal);

    [Fact]
    public void What_it_throws_is_told_in_parts()
    {
        var failure = Story.Of(_ => throw new InvalidOperationException("outer", new ArgumentException("inner"))).Turn().Failure();
        Assert.Equal("System.InvalidOperationException", failure.ErrorType);
        Assert.Equal("outer", failure.ErrorMessage);
        Assert.Contains(nameof(When_a_workflow_cannot_be_run), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("System.ArgumentException", failure.InnerFailure.ErrorType);
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_its_failure() =>
        Story.Of<object?, object>((_, _) => Task.FromResult<object>(new List<Type> { typeof(int) })).Turn().Failure();
}
