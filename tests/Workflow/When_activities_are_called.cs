using Dapr.Workflow;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_activities_are_called
{
    private sealed record Order(string Id, int PriceCents);

    [Fact]
    public void One_follows_the_other()
    {
        var story = Story.Of<Order, string>(
            async (context, order) =>
            {
                var reserved = await context.CallActivityAsync<Order>("Reserve", order);
                var charged = await context.CallActivityAsync<int>("Charge", reserved.PriceCents);
                return $"{reserved.Id} for {charged}";
            },
            new Order("o-1", 100));

        Assert.Equal("""0:Reserve({"id":"o-1","priceCents":100})""", story.Turn().Activities());
        Assert.Equal("1:Charge(120)", story.Turn(Happened.ActivityReturned(0, """{"id":"o-2","priceCents":120}""")).Activities());
        Assert.Equal("\"o-2 for 121\"", story.Turn(Happened.ActivityReturned(1, "121")).Output());
    }

    [Fact]
    public void Many_are_under_way_at_once()
    {
        var story = Story.Of<int, int>(
            async (context, count) =>
            {
                var all = new List<Task<int>>();
                for (var number = 0; number < count; number++)
                    all.Add(context.CallActivityAsync<int>("Square", number));
                return (await Task.WhenAll(all)).Sum();
            },
            3);

        Assert.Equal("0:Square(0) 1:Square(1) 2:Square(2)", story.Turn().Activities());
        Assert.Empty(story.Turn(Happened.ActivityReturned(2, "4")).Actions);
        Assert.Empty(story.Turn(Happened.ActivityReturned(0, "0")).Actions);
        Assert.Equal("5", story.Turn(Happened.ActivityReturned(1, "1")).Output());
    }

    [Fact]
    public void Only_so_many_are_under_way_where_the_workflow_says_so()
    {
        var story = Story.Of<int[], int[]>(
            (context, numbers) => context.ProcessInParallelAsync(
                numbers, number => context.CallActivityAsync<int>("Double", number), maxConcurrency: 2),
            (int[])[1, 2, 3]);

        Assert.Equal("0:Double(1) 1:Double(2)", story.Turn().Activities());
        Assert.Equal("2:Double(3)", story.Turn(Happened.ActivityReturned(1, "4")).Activities());
        Assert.Equal("[2,4,6]", story.Turn(Happened.ActivityReturned(2, "6"), Happened.ActivityReturned(0, "2")).Output());
    }

    [Fact]
    public void The_failures_of_many_come_together_when_all_are_done()
    {
        var story = Story.Of<int[], int[]>(
            (context, numbers) => context.ProcessInParallelAsync(
                numbers, number => context.CallActivityAsync<int>("Double", number), maxConcurrency: 1),
            (int[])[1, 2]);

        story.Turn();
        Assert.Equal("1:Double(2)", story.Turn(Happened.ActivityFailed(0)).Activities());
        Assert.Equal("System.AggregateException", story.Turn(Happened.ActivityReturned(1, "4")).Failure().ErrorType);
    }

    [Fact]
    public void A_failure_is_the_workflows_to_catch()
    {
        var story = Story.Of<object?, string>(async (context, _) =>
        {
            try
            {
                await context.CallActivityAsync("Charge");
                return "charged";
            }
            catch (WorkflowTaskFailedException failed)
            {
                var details = failed.FailureDetails;
                return $"{failed.Message} | {details.ErrorType} | {details.ErrorMessage} | {details.StackTrace} | {details.IsCausedBy<SystemException>()}";
            }
        });

        Assert.Equal("0:Charge()", story.Turn().Activities());
        Assert.Equal(
            "\"Activity \\u0027Charge\\u0027 failed: no luck | System.InvalidOperationException | no luck | at there | True\"",
            story.Turn(Happened.ActivityFailed(0)).Output());
    }

    [Fact]
    public void An_uncaught_failure_is_the_workflows_own_with_its_cause()
    {
        var story = Story.Of(context => context.CallActivityAsync("Charge"));
        story.Turn();

        var failure = story.Turn(Happened.ActivityFailed(0)).Failure();
        Assert.Equal("Dapr.Workflow.WorkflowTaskFailedException", failure.ErrorType);
        Assert.Equal("System.InvalidOperationException", failure.InnerFailure.ErrorType);
        Assert.Equal("no luck", failure.InnerFailure.ErrorMessage);
    }

    [Fact]
    public void A_result_of_another_form_fails_with_the_reason()
    {
        var story = Story.Of<object?, int>((context, _) => context.CallActivityAsync<int>("Count"));
        story.Turn();

        var failure = story.Turn(Happened.ActivityReturned(0, "\"many\"")).Failure();
        Assert.Equal("System.Text.Json.JsonException", failure.ErrorType);
        Assert.StartsWith("The result of activity 'Count' could not be read as System.Int32", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void What_becomes_of_the_input_afterwards_does_not_matter()
    {
        var story = Story.Of(async context =>
        {
            var list = new List<int> { 1 };
            var call = context.CallActivityAsync("Take", list);
            list.Add(2);
            await call;
        });

        Assert.Equal("0:Take([1])", story.Turn().Activities());
    }

    [Fact]
    public void The_same_end_told_twice_counts_once()
    {
        var story = Story.Of<object?, int>(async (context, _) =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("B"));
        story.Turn();
        Assert.Equal("1:B()", story.Turn(Happened.ActivityReturned(0, "1"), Happened.ActivityReturned(0, "5")).Activities());
        Assert.Equal("3", story.Turn(Happened.ActivityReturned(1, "2")).Output());
    }
}
