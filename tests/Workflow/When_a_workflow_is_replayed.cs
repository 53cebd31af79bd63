using System.Globalization;
using Microsoft.Extensions.Logging;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_workflow_is_replayed
{
    [Fact]
    public void It_knows_what_is_new_and_what_time_it_was()
    {
        var seen = new List<string>();
        var story = Story.Of(async context =>
        {
            void See() => seen.Add((context.IsReplaying ? "old " : "new ")
                + context.CurrentUtcDateTime.ToString("ss", CultureInfo.InvariantCulture) + context.CurrentUtcDateTime.Kind);
            See();
            await context.CallActivityAsync("A");
            See();
            await context.CallActivityAsync("B");
            See();
        });

        story.Turn();
        story.Now = Story.Begin.AddSeconds(1);
        story.Turn(Happened.ActivityReturned(0));
        story.Now = Story.Begin.AddSeconds(2);
        story.Turn(Happened.ActivityReturned(1));
        Assert.Equal(["new 00Utc", "old 00Utc", "new 01Utc", "old 00Utc", "old 01Utc", "new 02Utc"], seen);
    }

    [Theory]
    [InlineData("i-1")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    public void Guids_are_the_same_again_and_each_is_another(string instanceId)
    {
        var rounds = new List<Guid[]>();
        var story = Story.Of(
            async context =>
            {
                var first = context.NewGuid();
                await context.CallActivityAsync("A");
                rounds.Add([first, context.NewGuid()]);
                await context.CallActivityAsync("B");
            },
            instanceId);
        story.Turn();
        story.Turn(Happened.ActivityReturned(0));
        story.Turn(Happened.ActivityReturned(1));

        Assert.Equal(rounds[0], rounds[1]);
        Assert.NotEqual(rounds[0][0], rounds[0][1]);
        Assert.All(rounds[0], guid => Assert.Equal((5, 8), (guid.Version, guid.Variant & 0xC)));
    }

    [Fact]
    public void A_guid_is_that_of_the_standard()
    {
        Guid guid = default;
        Story.Of(
            context =>
            {
                guid = context.NewGuid();
                return Task.CompletedTask;
            },
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8").Turn();
        // uuid.uuid5(uuid.NAMESPACE_DNS, "6ba7b810-9dad-11d1-80b4-00c04fd430c8_0"), by Python.
        Assert.Equal(new Guid("e6481c98-d455-5ce5-8a00-2c1c22911a71"), guid);
    }

    [Fact]
    public void Its_logger_speaks_once()
    {
        using var lines = new LogLines();
        var story = Story.Of(
            async context =>
            {
                context.CreateReplaySafeLogger<Story>().LogInformation("before");
                await context.CallActivityAsync("A");
                context.CreateReplaySafeLogger("By name").LogInformation("after");
            },
            loggers: lines);
        story.Turn();
        story.Turn(Happened.ActivityReturned(0));
        Assert.Equal(["Workflow.Tests.Fixtures.Story: before", "By name: after"], lines.Lines);
    }

    [Fact]
    public void Its_custom_status_goes_with_every_turn()
    {
        var story = Story.Of(async context =>
        {
            context.SetCustomStatus(new { Step = 1 });
            await context.CallActivityAsync("A");
            await context.CallActivityAsync("B");
            context.SetCustomStatus(null);
        });
        Assert.Equal("""{"step":1}""", story.Turn().CustomStatus);
        Assert.Equal("""{"step":1}""", story.Turn(Happened.ActivityReturned(0)).CustomStatus);
        Assert.Null(story.Turn(Happened.ActivityReturned(1)).CustomStatus);
    }

    [Fact]
    public void A_long_history_is_gone_through_without_a_deep_stack()
    {
        const int Steps = 20_000;
        var story = Story.Of<object?, int>(async (context, _) =>
        {
            var sum = 0;
            for (var step = 0; step < Steps; step++)
                sum += await context.CallActivityAsync<int>("One");
            return sum;
        });
        story.Turn();
        for (var step = 0; step < Steps - 1; step++)
        {
            story.Past.Add(Happened.ActivityReturned(step, "1"));
            story.Past.Add(new() { EventId = step + 1, TaskScheduled = new() { Name = "One" } });
        }
        Assert.Equal($"{Steps}", story.Turn(Happened.ActivityReturned(Steps - 1, "1")).Output());
    }
}
