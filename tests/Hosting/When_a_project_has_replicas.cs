using System.Net.Http.Json;
using System.Net.WebSockets;
using Aspire.Hosting;

namespace Hosting.Tests;

public sealed class When_a_project_has_replicas : IAsyncLifetime
{
    private TestApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await TestApplication.StartAsync(builder => builder.AddService("many").WithReplicas(2));
        await _application.ReadyAsync("many");
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Calls_are_spread_over_them()
    {
        var pids = await PidsAsync(calls: 6);

        Assert.Equal(2, pids.Distinct().Count());
        Assert.Equivalent((await _application.ViewAsync("many")).Pids, pids.Distinct());
    }

    [Fact]
    public async Task They_see_the_call_as_it_was_made()
    {
        var host = await _application.Http.GetStringAsync(_application.Url("many", "/host"), TestApplication.Cancellation);
        using var echoed = await _application.Http.PostAsync(_application.Url("many", "/echo"), new StringContent("body"), TestApplication.Cancellation);

        Assert.Equal(_application.Url("many").Authority, host);
        Assert.Equal("body", await echoed.Content.ReadAsStringAsync(TestApplication.Cancellation));
    }

    [Fact]
    public async Task WebSockets_pass()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{_application.Url("many").Authority}/ws"), TestApplication.Cancellation);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, TestApplication.Cancellation);
        var buffer = new byte[16];
        var frame = await socket.ReceiveAsync(buffer, TestApplication.Cancellation);

        Assert.Equal("hello"u8, buffer.AsSpan(0, frame.Count));
    }

    [Fact]
    public async Task No_call_fails_while_one_of_them_is_dead()
    {
        using (var victim = System.Diagnostics.Process.GetProcessById(_application.Orchestrator["many"].Instances[0].Pid!.Value))
            victim.Kill();

        // From the moment of its death on, until it is back.
        do
            await PidsAsync(calls: 1);
        while (_application.Orchestrator["many"] is { Restarts: 0 } or { IsReady: false });

        Assert.Equal(2, (await PidsAsync(calls: 6)).Distinct().Count());
    }

    [Fact]
    public async Task A_call_that_may_have_changed_something_is_not_sent_twice()
    {
        using var answer = await _application.Http.PostAsync(_application.Url("many", "/crash"), content: null, TestApplication.Cancellation);
        await _application.UntilAsync(() => _application.Orchestrator["many"] is { Restarts: > 0, IsReady: true });

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal(1, _application.Orchestrator["many"].Restarts);
    }

    [Fact]
    public async Task There_can_be_more_and_fewer()
    {
        var many = _application.Orchestrator["many"];

        await many.ScaleAsync(3);
        await _application.UntilAsync(() => many is { IsReady: true, Instances.Length: 3 });
        Assert.Equal(3, (await PidsAsync(calls: 9)).Distinct().Count());

        await many.ScaleAsync(1);
        Assert.Single((await PidsAsync(calls: 4)).Distinct());
        Assert.Equal(0, many.Restarts);
    }

    [Fact]
    public async Task Without_any_the_caller_is_told()
    {
        await _application.Orchestrator["many"].StopAsync(CancellationToken.None);

        using var answer = await _application.Http.GetAsync(_application.Url("many", "/pid"), TestApplication.Cancellation);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains("No replica of many is running.", await answer.Content.ReadAsStringAsync(TestApplication.Cancellation));
    }

    [Fact]
    public async Task A_target_port_is_refused()
    {
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => TestApplication.StartAsync(builder => builder
            .AddProject<Projects.Hosting_TestApp>("fixed", launchProfileName: null).WithHttpEndpoint(targetPort: 4711).WithReplicas(2)));

        Assert.Contains("can't all listen on the target port 4711", refused.Message);
    }

    private async Task<List<int>> PidsAsync(int calls)
    {
        List<int> pids = [];
        while (pids.Count < calls)
            pids.Add(await _application.Http.GetFromJsonAsync<int>(_application.Url("many", "/pid"), TestApplication.Cancellation));
        return pids;
    }
}
