using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Runtime;

namespace Hosting.Tests;

public sealed class When_the_dashboard_is_called : IAsyncLifetime
{
    private TestApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await TestApplication.StartAsync(builder =>
        {
            builder.AddService("one").WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ($"ws{url.Url[4..]}/live", "live"));
            builder.AddService("many").WithReplicas(2).WithDaprSidecar(sidecar => sidecar.WithOptions(new()));
        });
        await _application.UntilAsync(() => _application.Orchestrator.Runs.All(run => run.IsReady));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task It_lists_what_there_is()
    {
        var resources = await _application.Http.GetFromJsonAsync<List<ResourceView>>(new Uri(_application.Dashboard, "/api/resources"), TestApplication.Cancellation);

        Assert.Equal(["one", "many", "many-dapr-cli"], resources!.Select(resource => resource.Name));
        Assert.All(resources!, resource => Assert.Equal(("Running", "Healthy", 0), (resource.State, resource.Health, resource.Restarts)));
        Assert.Equal([1, 2, 1], resources!.Select(resource => resource.Pids.Count));
        Assert.Equal("many", resources![2].Parent);
        Assert.Equal([new UrlView("live", $"ws://localhost:{_application.Url("one").Port}/live")], resources[0].Urls);
    }

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

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Another_sites_page_changes_nothing(string header, string value, HttpStatusCode answer)
    {
        Assert.Equal(answer, await StatusAsync("one/stop", "{}", (header, value)));
        Assert.Equal("Running", (await _application.ViewAsync("one")).State);
    }

    [Fact]
    public async Task A_form_changes_nothing()
    {
        using var form = new FormUrlEncodedContent([]);
        using var answer = await _application.Http.PostAsync(new Uri(_application.Dashboard, "/api/resources/one/stop"), form, TestApplication.Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("Running", (await _application.ViewAsync("one")).State);
    }

    [Fact]
    public async Task Its_own_page_may_change_things()
    {
        var own = _application.Dashboard.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("one/restart", "{}", ("Origin", own), ("Sec-Fetch-Site", "same-origin")));
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/dashboard.css", "text/css")]
    [InlineData("/dashboard.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task It_serves_its_page(string path, string type)
    {
        using var answer = await _application.Http.GetAsync(new Uri(_application.Dashboard, path), TestApplication.Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    private async Task<ResourceView> ChangeAsync(string change, string body = "{}")
    {
        using var answer = await PostAsync(change, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ResourceView>(TestApplication.Cancellation))!;
    }

    private async Task<HttpStatusCode> StatusAsync(string change, string body, params (string Name, string Value)[] headers)
    {
        using var answer = await PostAsync(change, body, headers);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string change, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_application.Dashboard, $"/api/resources/{change}"))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _application.Http.SendAsync(request, TestApplication.Cancellation);
    }
}
