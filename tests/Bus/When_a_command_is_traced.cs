using System.Diagnostics;
using Auctions.Bus;
using Bus.Tests.Fixtures;

namespace Bus.Tests;

/// <summary>Each fact listens for command ids of its own, because a listener hears every bus of the process.</summary>
public sealed class When_a_command_is_traced
{
    [Fact]
    public async Task Its_activity_has_its_name_id_and_outcome()
    {
        var traced = await Trace(new ValidatedCommand(5, CommandId: "traced-1"), _ => Outcome.Rejected("too-low"));

        Assert.Equal("validated", traced.OperationName);
        Assert.Equal("traced-1", traced.GetTagItem("command.id"));
        Assert.Equal("Rejected", traced.GetTagItem("command.outcome"));
        Assert.Equal("too-low", traced.GetTagItem("command.reason"));
        Assert.Equal(ActivityStatusCode.Unset, traced.Status);
    }

    [Fact]
    public async Task Its_fields_are_in_no_tag()
    {
        var traced = await Trace(new ValidatedCommand(4711, "my-maximum", "traced-2"), _ => Outcome.Succeeded(1));

        Assert.Equal(["command.id", "command.outcome"], traced.TagObjects.Select(tag => tag.Key).Order());
        Assert.DoesNotContain(traced.TagObjects, tag =>
            tag.Value?.ToString() is { } value
            && (value.Contains("4711", StringComparison.Ordinal) || value.Contains("my-maximum", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_step_threw_makes_it_an_error(bool later)
    {
        var id = $"traced-3-{later}";
        var traced = await Trace(new ValidatedCommand(5, CommandId: id), _ => throw new InvalidOperationException("the store is gone"), later);

        Assert.Equal(ActivityStatusCode.Error, traced.Status);
        Assert.Equal(nameof(InvalidOperationException), traced.StatusDescription);
    }

    [Fact]
    public async Task The_handlers_run_inside_it()
    {
        string? inside = null;
        var traced = await Trace(new ValidatedCommand(5, CommandId: "traced-4"), _ =>
        {
            inside = Activity.Current?.Id;
            return Outcome.Succeeded();
        });

        Assert.Equal(traced.Id, inside);
        Assert.Null(Activity.Current);
    }

    [Theory]
    [InlineData("AuctionRaise", "raise")]
    [InlineData("OpenAuction", "open auction")]
    [InlineData("Auctioneer", "auctioneer")]
    public void Its_name_is_the_one_that_people_use(string command, string name) => Assert.Equal(name, SpanNames.OfCommand(command));

    private static async Task<Activity> Trace(ValidatedCommand command, Func<CommandContext, Outcome> act, bool later = false)
    {
        Activity? traced = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TracingMiddleware.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (command.CommandId.Equals(activity.GetTagItem("command.id")))
                    traced = activity;
            },
        };
        ActivitySource.AddActivityListener(listener);
        var stage = new Stage(new TracingMiddleware()).With(new Step<ValidatedCommand>(async (_, context) =>
        {
            if (later)
                await Task.Yield();
            return act(context);
        }));

        // These facts are about the activity only; other facts say what the sender sees.
        await Record.ExceptionAsync(() => stage.Send(command));

        Assert.NotNull(traced);
        return traced;
    }
}
