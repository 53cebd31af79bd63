using Aspire.Hosting;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_a_project_waits_for_another
{
    [Fact]
    public async Task It_starts_once_the_other_is_healthy_and_so_does_its_sidecar()
    {
        await using var application = await TestApplication.StartAsync(builder =>
        {
            var back = builder.AddService("back").WithEnvironment("TEST_UNHEALTHY", "1");
            builder.AddService("front").WithDaprSidecar(sidecar => sidecar.WithOptions(new())).WaitFor(back);
        });
        var (back, front, sidecar) = (application.Orchestrator["back"], application.Orchestrator["front"], application.Orchestrator["front-dapr-cli"]);

        await application.UntilAsync(() => back.Instances[0] is { State: RunState.Running, Health: RunHealth.Unhealthy, HealthReason: "GET /health answers 503" });
        Assert.Equal(RunState.Waiting, front.Instances[0].State);
        Assert.Equal(RunState.Waiting, sidecar.Instances[0].State);
        Assert.Equal(["back"], (await application.ViewAsync("front")).WaitingFor);

        using var answer = await application.Http.PostAsync(application.Url("back", "/health?well=true"), content: null, TestApplication.Cancellation);
        await application.ReadyAsync("front");
        await application.ReadyAsync("front-dapr-cli");

        Assert.True(front.Instances[0].StartedAt >= back.Instances[0].StartedAt);
        Assert.Empty((await application.ViewAsync("front")).WaitingFor);
    }

    [Fact]
    public async Task It_can_be_stopped_while_it_waits()
    {
        await using var application = await TestApplication.StartAsync(builder =>
        {
            var back = builder.AddService("back").WithEnvironment("TEST_UNHEALTHY", "1");
            builder.AddService("front").WaitFor(back);
        });

        await application.Orchestrator["front"].StopAsync(CancellationToken.None).WaitAsync(TestApplication.Limit, TestApplication.Cancellation);

        Assert.Equal("Stopped", (await application.ViewAsync("front")).State);
    }
}
