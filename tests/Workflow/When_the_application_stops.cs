using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_the_application_stops
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    private Task<WorkerApp> StartAsync(FakeSidecar sidecar) => WorkerApp.StartAsync(sidecar.Port, options =>
        options.RegisterActivity<string, int>("Wait", async (_, _) =>
        {
            Interlocked.Increment(ref _runs);
            await _gate.Task;
            return 1;
        }));

    [Fact]
    public async Task What_runs_is_finished_and_answered_before_the_stream_ends()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await StartAsync(sidecar);
        sidecar.Hub.GiveActivity("Wait", "t-1");
        await Work.UntilAsync(() => Volatile.Read(ref _runs) == 1);

        var stopping = app.StopAsync(TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        Assert.Equal(1, sidecar.Hub.Streams);

        sidecar.Hub.GiveActivity("Wait", "t-2");
        _gate.SetResult();
        Assert.Equal("t-1", (await sidecar.Hub.AnswerAsync<ActivityResponse>()).CompletionToken);
        await stopping.WaitAsync(Work.Patience, TestContext.Current.CancellationToken);
        await Work.UntilAsync(() => sidecar.Hub.Streams == 0);
        Assert.Equal(1, Volatile.Read(ref _runs));
    }

    [Fact]
    public async Task The_stream_ends_once_the_host_waits_no_longer()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await StartAsync(sidecar);
        sidecar.Hub.GiveActivity("Wait", "t-1");
        await Work.UntilAsync(() => Volatile.Read(ref _runs) == 1);

        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(impatience.Token).WaitAsync(Work.Patience, TestContext.Current.CancellationToken);
        await Work.UntilAsync(() => sidecar.Hub.Streams == 0);
        _gate.SetResult();
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(sidecar.Hub.Answered.Reader.TryRead(out _));
    }

    [Fact]
    public async Task An_idle_worker_stops_at_once()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await StartAsync(sidecar);
        await Work.UntilAsync(() => sidecar.Hub.Streams == 1);
        await app.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await Work.UntilAsync(() => sidecar.Hub.Streams == 0);
    }
}
