using Dapr.Workflow;

namespace Workflow.Contract.Tests;

[Collection(nameof(Alone))]
public sealed class When_a_workflow_waits_for_time(SharedApp shared)
{
    private readonly WorkflowApp _app = shared.App;

    internal sealed record Waited(DateTime Until, DateTime ItsTime, DateTimeOffset Clock);

    internal static void Register(WorkflowRuntimeOptions options)
    {
        options.RegisterWorkflow<int, Waited>("wait a while", async (context, milliseconds) =>
        {
            var until = context.CurrentUtcDateTime.AddMilliseconds(milliseconds);
            await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds));
            return new Waited(until, context.CurrentUtcDateTime, await context.CallActivityAsync<DateTimeOffset>("clock"));
        });
        options.RegisterWorkflow<DateTime, Waited>("wait until", async (context, until) =>
        {
            await context.CreateTimer(until, CancellationToken.None);
            return new Waited(until, context.CurrentUtcDateTime, await context.CallActivityAsync<DateTimeOffset>("clock"));
        });
        options.RegisterWorkflow<int, int>("race", async (context, timers) =>
        {
            using var stop = new CancellationTokenSource();
            var waiting = Enumerable.Range(0, timers).Select(_ => context.CreateTimer(TimeSpan.FromHours(1), stop.Token)).ToArray();
            await context.CallActivityAsync<int>("square", 7);
            stop.Cancel();
            var cancelled = 0;
            foreach (var timer in waiting)
            {
                try
                {
                    await timer;
                }
                catch (OperationCanceledException)
                {
                    cancelled++;
                }
            }

            // A workflow can create more timers after cancelled ones.
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return cancelled;
        });
        options.RegisterWorkflow<int, int[]>("one after the other", async (context, timers) =>
        {
            var order = new List<int>();
            async Task WaitAsync(int place)
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(50 * (timers - place)));
                order.Add(place);
            }

            await Task.WhenAll(Enumerable.Range(0, timers).Select(WaitAsync));
            return [.. order];
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    public async Task It_goes_on_at_its_time(int milliseconds)
    {
        var waited = await _app.ResultAsync<Waited>("wait a while", milliseconds);

        Assert.InRange(waited.ItsTime, waited.Until, waited.Until.AddSeconds(30));
        Assert.InRange(waited.Clock.UtcDateTime, waited.Until, waited.Until.AddSeconds(30));
    }

    [Fact]
    public async Task A_time_in_the_past_is_no_wait() =>
        await _app.ResultAsync<Waited>("wait until", TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1));

    [Fact]
    public async Task A_workflow_does_not_wait_for_cancelled_timers() =>
        Assert.Equal(3, await _app.ResultAsync<int>("race", 3));

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times() =>
        Assert.Equal(Enumerable.Range(0, 5).Reverse(), await _app.ResultAsync<int[]>("one after the other", 5));

    [Fact]
    public async Task Hundreds_of_timers_at_the_same_time_fire_within_a_second()
    {
        var until = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(3);
        var ids = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _app.StartAsync("wait until", until)));
        Assert.True(TimeProvider.System.GetUtcNow().UtcDateTime < until, "This machine is too slow to start them in time");

        var all = await Task.WhenAll(ids.Select(_app.EndOfAsync));

        Assert.All(all, state => Assert.InRange(WorkflowApp.ResultOf<Waited>(state).ItsTime, until, until.AddSeconds(30)));
    }
}
