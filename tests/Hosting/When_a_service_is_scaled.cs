using System.Globalization;
using System.Net.Http.Json;
using Aspire.Hosting;
using CommunityToolkit.Aspire.Hosting.Dapr;

namespace Hosting.Tests;

public sealed class When_a_service_is_scaled : IAsyncLifetime
{
    private readonly string _bad = Path.Combine(Path.GetTempPath(), $"unhealthy-{Guid.NewGuid():n}");
    private TestApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await TestApplication.StartAsync(builder =>
        {
            var state = builder.AddDaprComponent("state", "state", new DaprComponentOptions { LocalPath = "parts/state.yaml" });
            builder.AddService("api").WithReplicas(2);
            foreach (var name in (string[])["worker-1", "worker-2"])
                builder.AddService(name)
                    .WithEnvironment("TEST_UNHEALTHY_IF", _bad)
                    .WithDaprSidecar(sidecar => sidecar
                        .WithOptions(new DaprSidecarOptions { AppId = "worker", AppProtocol = "http", LogLevel = "warn" })
                        .WithReference(state));
            foreach (var name in (string[])["pusher-1", "pusher-2"])
                builder.AddMember(name, "pusher").WithExternalHttpEndpoints();
            builder.AddService("lone");
        });
        await _application.UntilAsync(() => _application.Orchestrator.Runs.All(run => run.IsReady));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        File.Delete(_bad);
    }

    [Fact]
    public async Task Replicas_come_and_go()
    {
        Assert.Equal("done", (await _application.ChangeAsync("api/scale", """{"replicas":3}""")).State);
        Assert.Equal((3, 3), await SizeAsync("api"));

        Assert.Equal("done", (await _application.ChangeAsync("api/scale", """{"replicas":1}""")).State);
        Assert.Equal((1, 1), await SizeAsync("api"));
    }

    [Fact]
    public async Task A_further_one_is_made_like_the_last_with_a_sidecar_of_its_own()
    {
        Assert.Equal("done", (await _application.ChangeAsync("worker/scale", """{"replicas":3}""")).State);

        Assert.Equal((3, 3), await SizeAsync("worker"));
        var environment = await _application.EnvironmentOfAsync("worker-3");
        Assert.Equal(_bad, environment["TEST_UNHEALTHY_IF"]);
        Assert.Equal("worker-3", environment["OTEL_SERVICE_NAME"]);
        var sidecar = _application.Url("worker-3-dapr-cli");
        Assert.Equal(sidecar.Port.ToString(CultureInfo.InvariantCulture), environment["DAPR_HTTP_PORT"]);
        var flags = await ArgumentsAsync("worker-3");
        Assert.Equal(Comparable(await ArgumentsAsync("worker-2")), Comparable(flags));
        Assert.Equal(_application.Url("worker-3").Port.ToString(CultureInfo.InvariantCulture), flags[Array.IndexOf(flags, "--app-port") + 1]);
        // It stands beside its siblings, and can be looked at and stopped as they can.
        Assert.Equal(
            ["worker-2", "worker-2-dapr-cli", "worker-3", "worker-3-dapr-cli", "pusher-1"],
            _application.Orchestrator.Runs.Select(run => run.Name).SkipWhile(name => name != "worker-2").Take(5));
        Assert.Equal("worker-3", (await _application.ViewAsync("worker-3-dapr-cli")).Parent);
    }

    [Fact]
    public async Task The_highest_numbers_go_first_and_those_of_AppHost_come_back_first()
    {
        await _application.ChangeAsync("worker/scale", """{"replicas":4}""");
        var first = _application.Orchestrator["worker-1"].Instances.Single().Pid;

        var change = await _application.ChangeAsync("worker/scale", """{"replicas":1}""");

        Assert.Equal(
            ["from 4 to 1", "worker-4 ends what it has", "worker-3 ends what it has", "worker-2 ends what it has"],
            change.Steps.Take(4).Select(step => step.Text));
        Assert.Equal(["worker-1", "worker-2"], (await _application.ServiceAsync("worker")).Resources);
        Assert.Equal((1, 1), await SizeAsync("worker"));
        Assert.Equal("Stopped", (await _application.ViewAsync("worker-2")).State);

        await _application.ChangeAsync("worker/scale", """{"replicas":2}""");
        Assert.Equal(first, _application.Orchestrator["worker-1"].Instances.Single().Pid);
        Assert.True(_application.Orchestrator["worker-2"].IsReady && _application.Orchestrator["worker-2-dapr-cli"].IsReady);
    }

    [Fact]
    public async Task One_that_does_not_become_healthy_is_told()
    {
        await File.WriteAllTextAsync(_bad, "", TestApplication.Cancellation);

        var change = await _application.ChangeAsync("worker/scale", """{"replicas":3,"healthySeconds":2}""");

        Assert.Equal("failed", change.State);
        Assert.Matches(@"^worker-3 is not healthy \(.+\), after 2 s$", change.Problem);
        Assert.Equal((3, 2), await SizeAsync("worker"));
    }

    [Fact]
    public async Task One_that_watchers_know_by_its_port_is_scaled_only_as_far_as_AppHost_goes()
    {
        Assert.Equal("done", (await _application.ChangeAsync("pusher/scale", """{"replicas":1}""")).State);
        Assert.Equal((1, 1), await SizeAsync("pusher"));
        Assert.Equal("done", (await _application.ChangeAsync("pusher/scale", """{"replicas":2}""")).State);
        Assert.Equal((2, 2), await SizeAsync("pusher"));

        var (status, title) = await _application.RefusedAsync("pusher/scale", """{"replicas":3}""");

        Assert.Equal(409, status);
        Assert.StartsWith("pusher can't have more than 2 replicas.", title);
        Assert.Contains("add pusher-3 to AppHost.cs", title);
        Assert.Equal(2, (await _application.ServiceAsync("pusher")).Most);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        Assert.Equal((400, "replicas: 1 to 32."), await _application.RefusedAsync("worker/scale", """{"replicas":0}"""));
        Assert.Equal((400, "replicas: 1 to 32."), await _application.RefusedAsync("worker/scale", """{"replicas":33}"""));
        Assert.Equal((400, "replicas: 1 to 32."), await _application.RefusedAsync("worker/scale", "{}"));
        Assert.Contains("$.replicas", (await _application.RefusedAsync("worker/scale", """{"replicas":"two"}""")).Title);
        Assert.Equal(400, (await _application.RefusedAsync("worker/scale", "")).Status);
        Assert.Equal((404, "There is no service none; there are api, worker, pusher, lone."), await _application.RefusedAsync("none/scale", """{"replicas":2}"""));
        var (status, title) = await _application.RefusedAsync("lone/scale", """{"replicas":2}""");
        Assert.Equal(409, status);
        Assert.Contains("give it WithReplicas(2)", title);
    }

    private async Task<(int Replicas, int Ready)> SizeAsync(string name)
    {
        var service = await _application.ServiceAsync(name);
        return (service.Replicas, service.Ready);
    }

    private async Task<string[]> ArgumentsAsync(string member) =>
        (await _application.Http.GetFromJsonAsync<string[]>(_application.Url($"{member}-dapr-cli", "/args"), TestApplication.Cancellation))!;

    private static IEnumerable<string> Comparable(string[] arguments) => arguments.Where(argument => !int.TryParse(argument, out _));
}
