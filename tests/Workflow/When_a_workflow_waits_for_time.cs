using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_workflow_waits_for_time
{
    [Fact]
    public void A_timer_fires_when_the_delay_is_over()
    {
        var story = Story.Of<object?, DateTime>(async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(90));
            return context.CurrentUtcDateTime;
        });

        var timer = story.Turn().Only();
        Assert.Equal(0, timer.Id);
        Assert.Equal(Story.Begin.AddSeconds(90), timer.CreateTimer.FireAt.ToDateTime());
        Assert.Equal(CreateTimerAction.OriginOneofCase.CreateTimer, timer.CreateTimer.OriginCase);

        story.Now = Story.Begin.AddSeconds(91);
        Assert.Equal("\"2026-03-01T12:01:31Z\"", story.Turn(Happened.TimerFired(0)).Output());
    }

    [Fact]
    public void A_timer_fires_at_a_time()
    {
        var story = Story.Of(context => context.CreateTimer(new DateTime(2027, 1, 1), CancellationToken.None));
        Assert.Equal(
            new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), story.Turn().Only().CreateTimer.FireAt.ToDateTime());
    }

    [Fact]
    public void A_delay_without_end_is_the_end_of_time()
    {
        var story = Story.Of(context => context.CreateTimer(TimeSpan.MaxValue));
        Assert.Equal(9999, story.Turn().Only().CreateTimer.FireAt.ToDateTime().Year);
    }

    [Fact]
    public void A_timer_that_is_given_up_is_not_heeded()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            using var patience = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromSeconds(90), patience.Token);
            var call = context.CallActivityAsync<string>("Ask");
            if (await Task.WhenAny(timer, call) == timer)
                return "too late";
            patience.Cancel();
            return await context.CallActivityAsync<string>("Thank", timer.IsCanceled);
        });

        story.Turn();
        Assert.Equal("2:Thank(true)", story.Turn(Happened.ActivityReturned(1)).Activities());
        Assert.Empty(story.Turn(Happened.TimerFired(0)).Actions);
        Assert.Equal("\"done\"", story.Turn(Happened.ActivityReturned(2, "\"done\"")).Output());
    }

    [Fact]
    public void A_timer_that_is_given_up_in_the_turn_that_set_it_is_not_asked_for()
    {
        var story = Story.Of(async context =>
        {
            using var patience = new CancellationTokenSource();
            _ = context.CreateTimer(TimeSpan.FromSeconds(90), patience.Token);
            patience.Cancel();
            await context.CallActivityAsync("Ask");
            await context.CallActivityAsync("Thank");
        });

        Assert.Equal("1:Ask()", story.Turn().Activities());
        Assert.Equal("2:Thank()", story.Turn(Happened.ActivityReturned(1)).Activities());
        Assert.Null(story.Turn(Happened.ActivityReturned(2)).Output());
    }
}
