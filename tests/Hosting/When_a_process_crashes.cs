using Aspire.Hosting;
using Aspire.Hosting.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Hosting.Tests;

public sealed class When_a_process_crashes
{
    [Fact]
    public async Task It_comes_back_on_its_port_and_is_counted()
    {
        await using var application = await TestApplication.StartAsync(builder => builder.AddService("one"));
        await application.ReadyAsync("one");
        var first = (await application.ViewAsync("one")).Pids.Single();

        System.Diagnostics.Process.GetProcessById(first).Kill();
        await application.UntilAsync(() => application.Orchestrator["one"] is { Restarts: 1, IsReady: true });

        var view = await application.ViewAsync("one");
        Assert.NotEqual(first, view.Pids.Single());
        Assert.Equal(1, view.Restarts);
        Assert.Equal($"{view.Pids.Single()}", await application.Http.GetStringAsync(application.Url("one", "/pid"), TestApplication.Cancellation));
        Assert.Contains("ended with exit code 137; starts again in 0.25 s (restart 1)", application.Orchestrator["one"].Logs.Snapshot().Select(line => line.Text));
    }

    [Fact]
    public async Task One_that_can_not_live_is_started_less_and_less_often()
    {
        await using var application = await TestApplication.StartAsync(builder => builder.AddService("ill").WithEnvironment("TEST_EXITS_AT_ONCE", "3"));

        await application.UntilAsync(() => application.Orchestrator["ill"].Restarts == 3);

        Assert.Equal(
        [
            "ended with exit code 3; starts again in 0.25 s (restart 1)",
            "ended with exit code 3; starts again in 0.5 s (restart 2)",
            "ended with exit code 3; starts again in 1 s (restart 3)",
        ], application.Orchestrator["ill"].Logs.Snapshot().Select(line => line.Text));
    }

    [Fact]
    public void The_pause_doubles_up_to_its_limit()
    {
        var backoff = new RestartBackoff(new FakeTimeProvider());

        var pauses = Enumerable.Range(0, 40).Select(_ =>
        {
            backoff.Started();
            return backoff.Crashed().TotalSeconds;
        }).ToList();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15], pauses[..8]);
        Assert.All(pauses[8..], pause => Assert.Equal(15, pause));
    }

    [Fact]
    public void Who_stayed_up_begins_anew()
    {
        var time = new FakeTimeProvider();
        var backoff = new RestartBackoff(time);
        for (var crash = 0; crash < 5; crash++)
        {
            backoff.Started();
            backoff.Crashed();
        }

        backoff.Started();
        time.Advance(RestartBackoff.Stable - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromSeconds(8), backoff.Crashed());

        backoff.Started();
        time.Advance(RestartBackoff.Stable);
        Assert.Equal(RestartBackoff.First, backoff.Crashed());
    }
}
