using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;

namespace Hosting.Tests;

public sealed class When_the_dashboard_is_called(When_the_dashboard_is_called.Dashboard dashboard) : IClassFixture<When_the_dashboard_is_called.Dashboard>
{
    private readonly TestApplication _application = dashboard.Application;

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

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("many/restart", "{}", ("Origin", own), ("Sec-Fetch-Site", "same-origin")));
        await _application.ReadyAsync("many");
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

    public sealed class Dashboard : IAsyncLifetime
    {
        internal TestApplication Application { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Application = await TestApplication.StartAsync(builder =>
            {
                builder.AddService("one").WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ($"ws{url.Url[4..]}/live", "live"));
                builder.AddService("many").WithReplicas(2).WithDaprSidecar(sidecar => sidecar.WithOptions(new()));
            });
            await Application.UntilAsync(() => Application.Orchestrator.Runs.All(run => run.IsReady));
        }

        public ValueTask DisposeAsync() => Application.DisposeAsync();
    }
}
