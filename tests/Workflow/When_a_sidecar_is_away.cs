using Embedded.Workflow.Protocol;
using Workflow.Tests.Fixtures;

namespace Workflow.Tests;

public sealed class When_a_sidecar_is_away
{
    [Fact]
    public async Task The_worker_looks_for_it_until_it_is_there_and_says_so_once()
    {
        int port;
        await using (var gone = await FakeSidecar.StartAsync())
            port = gone.Port;
        await using var app = await WorkerApp.StartAsync(
            port, options => options.RegisterActivity<string, int>("One", (_, _) => Task.FromResult(1)));
        await Work.UntilAsync(() => app.Log.Lines.Count > 0);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Contains("gives no workflow items", Assert.Single(app.Log.Lines), StringComparison.Ordinal);

        await using (var sidecar = await FakeSidecar.StartAsync(port))
        {
            sidecar.Hub.GiveActivity("One", "t-1");
            Assert.Equal("t-1", (await sidecar.Hub.AnswerAsync<ActivityResponse>()).CompletionToken);
            await Work.UntilAsync(() => app.Log.Lines.Count == 2);
            Assert.Contains("answers again", app.Log.Lines.Last(), StringComparison.Ordinal);
        }

        await Work.UntilAsync(() => app.Log.Lines.Count == 3);
        await using (var sidecar = await FakeSidecar.StartAsync(port))
        {
            sidecar.Hub.GiveActivity("One", "t-2");
            Assert.Equal("t-2", (await sidecar.Hub.AnswerAsync<ActivityResponse>()).CompletionToken);
            await Work.UntilAsync(() => app.Log.Lines.Count == 4);
        }
    }

    [Fact]
    public async Task What_it_gave_before_is_not_answered_afterwards()
    {
        var gate = new TaskCompletionSource();
        var runs = 0;
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var app = await WorkerApp.StartAsync(sidecar.Port, options =>
            options.RegisterActivity<string, int>("Wait", async (_, _) =>
            {
                var run = Interlocked.Increment(ref runs);
                await gate.Task;
                return run;
            }));

        sidecar.Hub.GiveActivity("Wait", "t-1");
        await Work.UntilAsync(() => Volatile.Read(ref runs) == 1);
        var cut = sidecar.Hub.Cut;
        sidecar.Hub.Cut = new CancellationTokenSource();
        await cut.CancelAsync();
        await Work.UntilAsync(() => sidecar.Hub.Asked.Count == 2);

        sidecar.Hub.GiveActivity("Wait", "t-2");
        await Work.UntilAsync(() => Volatile.Read(ref runs) == 2);
        gate.SetResult();
        Assert.Equal("t-2", (await sidecar.Hub.AnswerAsync<ActivityResponse>()).CompletionToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(sidecar.Hub.Answered.Reader.TryRead(out _));
    }
}
