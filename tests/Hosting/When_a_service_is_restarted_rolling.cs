using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_a_service_is_restarted_rolling : IAsyncLifetime
{
    private readonly string _bad = Path.Combine(Path.GetTempPath(), $"unhealthy-{Guid.NewGuid():n}");
    private TestApplication _application = null!;

    private ResourceRun Api => _application.Orchestrator["api"];

    public async ValueTask InitializeAsync()
    {
        _application = await TestApplication.StartAsync(builder =>
        {
            builder.AddService("api").WithEnvironment("TEST_UNHEALTHY_IF", _bad).WithReplicas(2);
            foreach (var name in (string[])["worker-1", "worker-2"])
                builder.AddMember(name, "worker").WithEnvironment("TEST_UNHEALTHY_IF", _bad);
        });
        await _application.UntilAsync(() => _application.Orchestrator.Runs.All(run => run.IsReady));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        File.Delete(_bad);
    }

    [Fact]
    public async Task Services_are_what_a_human_calls_them()
    {
        var services = await _application.Http.GetFromJsonAsync<List<Aspire.Hosting.Dashboard.ServiceView>>(
            new Uri(_application.Dashboard, "/api/services"), TestApplication.Cancellation);

        Assert.Equal(["api", "worker"], services!.Select(service => service.Name));
        Assert.Equal((2, 2), (services![0].Replicas, services[0].Ready));
        Assert.Equal(["worker-1", "worker-2"], services[1].Resources);
        Assert.Null(services[1].Change);
    }

    [Fact]
    public async Task Replicas_are_replaced_and_no_call_fails()
    {
        var before = Pids("api");
        var fewest = int.MaxValue;
        var stop = new TaskCompletionSource();
        var calling = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallUntilAsync(stop.Task, () => fewest = Math.Min(fewest, Api.Instances.Count(instance => instance.IsReady)))));

        var change = await _application.ChangeAsync("api/restart", """{"rolling":true}""");
        stop.SetResult();

        Assert.Equal(("done", null, "rolling restart"), (change.State, change.Problem, change.Kind));
        var calls = await calling;
        Assert.All(calls, call => Assert.Empty(call.Failures));
        Assert.True(calls.Sum(call => call.Count) > 50, "Nobody called meanwhile.");
        Assert.True(fewest >= 2, $"Only {fewest} replicas served at some time.");
        Assert.Equal(2, Pids("api").Count);
        Assert.Empty(Pids("api").Intersect(before));
        Assert.Equal(0, Api.Restarts);
    }

    [Fact]
    public async Task A_call_under_way_is_let_finish_and_no_new_one_comes_to_a_replica_that_leaves()
    {
        var holding = _application.Http.PostAsync(_application.Url("api", "/hold"), content: null, TestApplication.Cancellation);
        var name = (await Api.Logs.ReadAsync(0, TestApplication.Cancellation).FirstAsync(line => line.Text == "holding", TestApplication.Cancellation)).Source;
        var holder = Api.Instances.Single(instance => instance.Name == name);
        var pid = holder.Pid!.Value;

        await _application.BeginAsync("api/restart", """{"rolling":true}""");
        await _application.UntilAsync(() => holder.State == RunState.Stopping);
        Assert.DoesNotContain(pid, await CalledAsync(8));
        Assert.False(holding.IsCompleted);
        using var released = await _application.Http.PostAsync(
            new Uri($"http://localhost:{holder.TargetPorts["http"]}/release"), content: null, TestApplication.Cancellation);

        using var answer = await holding;
        Assert.Equal((HttpStatusCode.OK, pid), (answer.StatusCode, await answer.Content.ReadFromJsonAsync<int>(TestApplication.Cancellation)));
        await _application.UntilAsync(() => _application.Orchestrator.Services.Find("api")!.Changes[^1].State == ChangeState.Done);
    }

    [Fact]
    public async Task Numbered_ones_are_restarted_with_their_sidecars_one_after_the_other()
    {
        var before = AllPids("worker-1", "worker-1-dapr-cli", "worker-2", "worker-2-dapr-cli");

        var change = await _application.ChangeAsync("worker/restart", """{"rolling":true}""");

        Assert.Equal("done", change.State);
        Assert.Equal(
            ["worker-1 ends what it has", "worker-1 starts", "worker-2 ends what it has", "worker-2 starts"],
            change.Steps.Take(4).Select(step => step.Text));
        Assert.Empty(AllPids("worker-1", "worker-1-dapr-cli", "worker-2", "worker-2-dapr-cli").Intersect(before));
        var stopped = Ended("worker-1");
        Assert.True(stopped["worker-1"] < stopped["worker-1-dapr-cli"], "The sidecar ended before its application.");
        Assert.Equal((2, 2), ((await _application.ServiceAsync("worker")).Replicas, (await _application.ServiceAsync("worker")).Ready));
    }

    [Fact]
    public async Task A_new_replica_that_stays_unhealthy_ends_it_and_the_old_ones_serve()
    {
        var before = Pids("api");
        await File.WriteAllTextAsync(_bad, "", TestApplication.Cancellation);

        var change = await _application.ChangeAsync("api/restart", """{"rolling":true,"healthySeconds":2}""");

        Assert.Equal("failed", change.State);
        // On a busy machine it may not even answer within that time.
        Assert.Matches(@"^api/3 is not healthy \(.+\), after 2 s\. It was stopped; the others serve on as they were\.$", change.Problem);
        Assert.Equal(before, Pids("api"));
        Assert.Equivalent(before, (await CalledAsync(6)).Distinct());
    }

    [Fact]
    public async Task A_numbered_one_that_stays_unhealthy_ends_it_and_the_next_is_not_touched()
    {
        var other = Pids("worker-2");
        await File.WriteAllTextAsync(_bad, "", TestApplication.Cancellation);

        var change = await _application.ChangeAsync("worker/restart", """{"rolling":true,"healthySeconds":2}""");

        Assert.Equal("failed", change.State);
        Assert.Matches(@"^worker-1 is not healthy \(.+\), after 2 s\. The others were not touched\.$", change.Problem);
        Assert.Equal(other, Pids("worker-2"));
        Assert.Equal(1, (await _application.ServiceAsync("worker")).Ready);
    }

    [Fact]
    public async Task All_at_once_is_another_thing()
    {
        var before = AllPids("worker-1", "worker-2");

        var change = await _application.ChangeAsync("worker/restart", """{"rolling":false}""");

        Assert.Equal(("done", "restart"), (change.State, change.Kind));
        Assert.Equal("worker-1, worker-2: stopping", change.Steps[0].Text);
        Assert.Empty(AllPids("worker-1", "worker-2").Intersect(before));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        Assert.Equal((404, "There is no service wrker; there are api, worker."), await _application.RefusedAsync("wrker/restart", "{}"));
        Assert.Equal((400, "healthySeconds: more than 0, at most 600."), await _application.RefusedAsync("api/restart", """{"healthySeconds":0}"""));
        Assert.Contains("'roling'", (await _application.RefusedAsync("api/restart", """{"roling":true}""")).Title);
        Assert.Contains("$.rolling", (await _application.RefusedAsync("api/restart", """{"rolling":"yes"}""")).Title);

        await _application.BeginAsync("worker/restart", """{"rolling":true}""");
        Assert.Equal(
            (409, "Another change of worker is under way (rolling restart); send this one when it has ended."),
            await _application.RefusedAsync("worker/scale", """{"replicas":1}"""));
        await _application.UntilAsync(() => _application.Orchestrator.Services.Find("worker")!.Changes[^1].State == ChangeState.Done);

        await _application.Orchestrator["api"].StopAsync(CancellationToken.None);
        Assert.Equal((409, "api is stopped; start it, or scale it."), await _application.RefusedAsync("api/restart", "{}"));
    }

    private List<int> Pids(string name) => [.. _application.Orchestrator[name].Instances.Select(instance => instance.Pid!.Value)];

    private List<int> AllPids(params string[] names) => [.. names.SelectMany(Pids)];

    // When each said that it leaves.
    private Dictionary<string, DateTimeOffset> Ended(string member) => new[] { member, $"{member}-dapr-cli" }.ToDictionary(
        name => name, name => _application.Orchestrator[name].Logs.Snapshot().Single(line => line.Text == "leaving by the door").At);

    private async Task<List<int>> CalledAsync(int times)
    {
        List<int> pids = [];
        while (pids.Count < times)
            pids.Add(await _application.Http.GetFromJsonAsync<int>(_application.Url("api", "/pid"), TestApplication.Cancellation));
        return pids;
    }

    // Calls that may have changed something: none of them may be sent twice, so none may be lost.
    private async Task<(int Count, List<string> Failures)> CallUntilAsync(Task stop, Action look)
    {
        List<string> failures = [];
        var count = 0;
        while (!stop.IsCompleted)
        {
            using var answer = await _application.Http.PostAsync(_application.Url("api", "/echo"), new StringContent("body"), TestApplication.Cancellation);
            if (answer.StatusCode != HttpStatusCode.OK)
                failures.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestApplication.Cancellation)}");
            count++;
            look();
        }

        return (count, failures);
    }
}
