using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Tests;

// An application of real processes, run by the host in this process.
internal sealed class TestApplication : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly DistributedApplication _application;
    private readonly StringWriter _terminal;

    private TestApplication(DistributedApplication application, StringWriter terminal)
    {
        _application = application;
        _terminal = terminal;
    }

    public HttpClient Http { get; } = new() { Timeout = Limit };

    public Orchestrator Orchestrator => _application.Orchestrator;

    public string Terminal => _terminal.ToString();

    public Uri Dashboard => new($"http://localhost:{Orchestrator.DashboardPort}");

    public static IDistributedApplicationBuilder Builder(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--Ports:Dashboard=0", .. args],
            ProjectDirectory = AppContext.BaseDirectory,
        });
        builder.AddDapr(options => options.DaprPath = Path.ChangeExtension(new Projects.Hosting_TestApp().TargetPath, null));
        return builder;
    }

    public static Task<TestApplication> StartAsync(Action<IDistributedApplicationBuilder> describe)
    {
        var builder = Builder();
        describe(builder);
        return StartAsync(builder);
    }

    public static async Task<TestApplication> StartAsync(IDistributedApplicationBuilder builder)
    {
        var terminal = new StringWriter();
        builder.Services.AddSingleton(new ConsoleLog(TextWriter.Synchronized(terminal), coloured: false));
        var application = builder.Build();
        try
        {
            await application.StartAsync(Cancellation);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new TestApplication(application, terminal);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task ReadyAsync(string name) => UntilAsync(() => Orchestrator[name].IsReady);

    public async Task UntilAsync(Func<bool> reached)
    {
        try
        {
            await Orchestrator.Changes.UntilAsync(reached, Cancellation).WaitAsync(Limit, Cancellation);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not come to that. The terminal says:{Environment.NewLine}{Terminal}");
        }
    }

    // What the public port of an endpoint answers.
    public Uri Url(string name, string path = "", string endpoint = "http") =>
        new($"{((IResourceWithEndpoints)Orchestrator[name].Resource).GetEndpoint(endpoint).Url}{path}");

    public async Task<Dictionary<string, string>> EnvironmentOfAsync(string name, string endpoint = "http") =>
        (await Http.GetFromJsonAsync<Dictionary<string, string>>(Url(name, "/env", endpoint), Cancellation))!;

    public async Task<ResourceView> ViewAsync(string name) =>
        (await Http.GetFromJsonAsync<ResourceView>(new Uri(Dashboard, $"/api/resources/{name}"), Cancellation))!;

    public Task<HttpResponseMessage> PostAsync(string path, string body) => Http.PostAsync(
        new Uri(Dashboard, path), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);

    public async Task<ServiceView> ServiceAsync(string name) =>
        (await Http.GetFromJsonAsync<ServiceView>(new Uri(Dashboard, $"/api/services/{name}"), Cancellation))!;

    // Begins a change of a service, which is to be accepted.
    public async Task BeginAsync(string change, string body)
    {
        using var answer = await PostAsync($"/api/services/{change}", body);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal($"/api/services/{change.Split('/')[0]}/changes/", answer.Headers.Location!.ToString()[..^1]);
    }

    // Carries it out, and answers how it ended.
    public async Task<ChangeView> ChangeAsync(string change, string body)
    {
        await BeginAsync(change, body);
        var name = change.Split('/')[0];
        await UntilAsync(() => Orchestrator.Services.Find(name)!.Changes[^1].State != ChangeState.Running);
        return (await ServiceAsync(name)).Change!;
    }

    public async Task<(int Status, string Title)> RefusedAsync(string change, string body)
    {
        using var answer = await PostAsync($"/api/services/{change}", body);
        var problem = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation);
        return ((int)answer.StatusCode, problem.GetProperty("title").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        // Without patience: what stopping takes is the business of one test.
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        Http.Dispose();
    }
}
