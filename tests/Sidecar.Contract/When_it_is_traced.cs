using System.Text.Json;

namespace Sidecar.Contract.Tests;

public sealed class When_it_is_traced(SidecarsFixture sidecars)
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invoked_app_gets_the_span_of_its_sidecar_as_parent()
    {
        await using var collector = await Collector.StartAsync();
        await using var system = new OwnSystem(sidecars.Resources);
        system.Write("config.yaml", "kind: Configuration\nmetadata:\n  name: c\nspec:\n  tracing:\n    samplingRate: \"1\"\n");
        var app = await system.AppAsync("app");
        await system.SidecarAsync("callee", app.Port, otlp: collector.Endpoint);
        var calling = await system.SidecarAsync("calling", otlp: collector.Endpoint);

        var parent = (await TraceParentAsync(calling, "callee")).Split('-');

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", parent[1]);
        await collector.ExportedAsync("callee-sidecar", parent[2], Cancelled).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        Assert.False(collector.Has("healthz"));
    }

    [Fact]
    public async Task A_subscribed_app_gets_the_span_of_the_delivery_as_parent()
    {
        await using var collector = await Collector.StartAsync();
        await using var system = new OwnSystem(sidecars.Resources);
        system.Write("config.yaml", "kind: Configuration\nmetadata:\n  name: c\nspec:\n  tracing:\n    samplingRate: \"1\"\n");
        var app = await system.AppAsync("app");
        var sidecar = await system.SidecarAsync("told", app.Port, otlp: collector.Endpoint);

        await sidecar.Dapr.PublishEventAsync("pubsub", "orders", new { mark = "traced" }, Cancelled);
        var parent = (await app.NextAsync(message => message.Path == "/orders", Cancelled)).Headers["Traceparent"].Split('-');

        await collector.ExportedAsync("told-sidecar", parent[2], Cancelled).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
    }

    [Fact]
    public async Task Without_sampling_an_invoked_app_gets_the_span_of_its_caller_as_parent()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("app");
        await system.SidecarAsync("callee", app.Port);

        Assert.Equal(Caller, await TraceParentAsync(await system.SidecarAsync("calling"), "callee"));
    }

    private static async Task<string> TraceParentAsync(SidecarProcess calling, string app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1.0/invoke/{app}/method/who") { Headers = { { "traceparent", Caller } } };
        using var answer = await calling.Http.SendAsync(request, Cancelled);
        var headers = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("headers");
        return headers.EnumerateObject().Single(header => header.Name.Equals("traceparent", StringComparison.OrdinalIgnoreCase)).Value.GetString()!;
    }
}
