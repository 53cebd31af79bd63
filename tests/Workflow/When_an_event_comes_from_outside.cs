using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_an_event_comes_from_outside
{
    [Fact]
    public void Its_waiter_goes_on_whatever_the_case_of_the_name()
    {
        var story = Story.Of<object?, int>((context, _) => context.WaitForExternalEventAsync<int>("Approved"));
        Assert.Empty(story.Turn().Actions);
        Assert.Empty(story.Turn(Happened.Raised("Rejected", "1")).Actions);
        Assert.Equal("7", story.Turn(Happened.Raised("APPROVED", "7")).Output());
    }

    [Fact]
    public void It_is_kept_until_somebody_waits()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            await context.CallActivityAsync("Ask");
            return await context.WaitForExternalEventAsync<string>("Answer") + await context.WaitForExternalEventAsync<string>("answer");
        });
        story.Turn(Happened.Raised("Answer", "\"a\""));
        story.Turn(Happened.Raised("ANSWER", "\"b\""));
        Assert.Equal("\"ab\"", story.Turn(Happened.ActivityReturned(0)).Output());
    }

    [Fact]
    public void Who_waits_first_is_served_first()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            var first = context.WaitForExternalEventAsync<int>("Bid");
            var second = context.WaitForExternalEventAsync<int>("Bid");
            return $"{await first} {await second}";
        });
        story.Turn();
        Assert.Equal("\"1 2\"", story.Turn(Happened.Raised("Bid", "1"), Happened.Raised("Bid", "2")).Output());
    }

    [Fact]
    public void Patience_ends_with_a_timer_and_the_late_event_is_the_next_waiters()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            try
            {
                return await context.WaitForExternalEventAsync<string>("Answer", TimeSpan.FromSeconds(5));
            }
            catch (TaskCanceledException)
            {
                return "late: " + await context.WaitForExternalEventAsync<string>("Answer");
            }
        });

        var timer = story.Turn().Only().CreateTimer;
        Assert.Equal(Story.Begin.AddSeconds(5), timer.FireAt.ToDateTime());
        Assert.Equal("Answer", timer.ExternalEvent.Name);
        Assert.Empty(story.Turn(Happened.TimerFired(0)).Actions);
        Assert.Equal("\"late: yes\"", story.Turn(Happened.Raised("Answer", "\"yes\"")).Output());
    }

    [Fact]
    public void It_comes_in_time_and_the_timer_is_not_heeded()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            var answer = await context.WaitForExternalEventAsync<string>("Answer", TimeSpan.FromSeconds(5));
            return answer + await context.CallActivityAsync<string>("Thank");
        });

        story.Turn();
        Assert.Equal("1:Thank()", story.Turn(Happened.Raised("Answer", "\"yes\"")).Activities());
        Assert.Empty(story.Turn(Happened.TimerFired(0)).Actions);
        Assert.Equal("\"yes!\"", story.Turn(Happened.ActivityReturned(1, "\"!\"")).Output());
    }

    [Fact]
    public void One_that_is_there_already_needs_no_timer()
    {
        var story = Story.Of(async context =>
        {
            await context.CallActivityAsync("Ask");
            await context.WaitForExternalEventAsync<string>("Answer", TimeSpan.FromSeconds(5));
            await context.CallActivityAsync("Thank");
        });
        story.Turn(Happened.Raised("Answer"));
        Assert.Equal("1:Thank()", story.Turn(Happened.ActivityReturned(0)).Activities());
        Assert.Null(story.Turn(Happened.ActivityReturned(1)).Output());
    }

    [Fact]
    public void A_waiter_that_gave_up_swallows_none()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            using var patience = new CancellationTokenSource();
            var given = context.WaitForExternalEventAsync<string>("Answer", patience.Token);
            patience.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => given);
            await Assert.ThrowsAsync<TaskCanceledException>(
                () => context.WaitForExternalEventAsync<string>("Answer", patience.Token));
            return await context.WaitForExternalEventAsync<string>("Answer");
        });
        story.Turn();
        Assert.Equal("\"yes\"", story.Turn(Happened.Raised("Answer", "\"yes\"")).Output());
    }

    [Fact]
    public void One_without_anything_in_it_is_the_types_default()
    {
        var story = Story.Of<object?, int>((context, _) => context.WaitForExternalEventAsync<int>("Go"));
        Assert.Equal("0", story.Turn(Happened.Raised("go")).Output());
    }

    [Fact]
    public void One_of_another_form_fails_its_waiter_with_the_reason()
    {
        var story = Story.Of<object?, int>((context, _) => context.WaitForExternalEventAsync<int>("Go"));
        Assert.StartsWith(
            "Event 'Go' could not be read as System.Int32",
            story.Turn(Happened.Raised("go", "\"x\"")).Failure().ErrorMessage,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_can_send_one_to_another()
    {
        var story = Story.Of(async context =>
        {
            context.SendEvent("i-2", "Ready", new { Count = 3 });
            await context.CallActivityAsync("Rest");
        });
        var sent = story.Turn().Actions[0];
        Assert.Equal(0, sent.Id);
        Assert.Equal(
            ("i-2", "Ready", """{"count":3}"""), (sent.SendEvent.Instance.InstanceId, sent.SendEvent.Name, sent.SendEvent.Data));
        Assert.Equal(WorkflowStatus.Completed, story.Turn(Happened.ActivityReturned(1)).Ending()!.WorkflowStatus);
    }
}
