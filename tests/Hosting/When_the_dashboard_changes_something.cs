using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_the_dashboard_changes_something : IAsyncLifetime
{
    private TestApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await TestApplication.StartAsync(builder =>
        {
            builder.AddService("one");
            builder.AddService("many").WithReplicas(2);
        });
        await _application.UntilAsync(() => _application.Orchestrator.Runs.All(run => run.IsReady));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task It_stops_and_starts()
    {
        var first = (await _application.ViewAsync("one")).Pids.Single();

        var stopped = await ChangeAsync("one/stop");
        Assert.Equal(("Stopped", 0), (stopped.State, stopped.Pids.Count));
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(first));

        await ChangeAsync("one/start");
        await _application.ReadyAsync("one");
        Assert.Equal(0, (await _application.ViewAsync("one")).Restarts);
    }

    [Fact]
    public async Task It_restarts_and_that_is_no_crash()
    {
        var first = (await _application.ViewAsync("one")).Pids.Single();

        await ChangeAsync("one/restart");
        await _application.ReadyAsync("one");

        var view = await _application.ViewAsync("one");
        Assert.NotEqual(first, view.Pids.Single());
        Assert.Equal(0, view.Restarts);
    }

    [Fact]
    public async Task It_scales_what_can_be_scaled()
    {
        Assert.Equal(3, (await ChangeAsync("many/scale", """{"replicas":3}""")).Replicas);
        await _application.UntilAsync(() => _application.Orchestrator["many"] is { IsReady: true, Instances.Length: 3 });

        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("many/scale", """{"replicas":0}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("many/scale", "{}"));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("one/scale", """{"replicas":2}"""));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("none/scale", """{"replicas":2}"""));
    }

    [Fact]
    public async Task It_tells_the_log_as_it_comes()
    {
        await using var stream = await _application.Http.GetStreamAsync(new Uri(_application.Dashboard, "/api/resources/one/logs"), TestApplication.Cancellation);
        var lines = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<LogLine>(data, JsonSerializerOptions.Web)!)
            .EnumerateAsync(TestApplication.Cancellation).GetAsyncEnumerator(TestApplication.Cancellation);

        Assert.True(await lines.MoveNextAsync());
        Assert.Equal(("1", $"up as {_application.Orchestrator["one"].Instances[0].Pid}", false), (lines.Current.EventId, lines.Current.Data.Text, lines.Current.Data.IsError));

        using var said = await _application.Http.PostAsync(_application.Url("one", "/say?text=hello"), content: null, TestApplication.Cancellation);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("hello", lines.Current.Data.Text);
    }

    private async Task<ResourceView> ChangeAsync(string change, string body = "{}")
    {
        using var answer = await PostAsync(change, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ResourceView>(TestApplication.Cancellation))!;
    }

    private async Task<HttpStatusCode> StatusAsync(string change, string body)
    {
        using var answer = await PostAsync(change, body);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> PostAsync(string change, string body) => _application.Http.PostAsync(
        new Uri(_application.Dashboard, $"/api/resources/{change}"),
        new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        TestApplication.Cancellation);
}
