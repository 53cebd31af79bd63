using System.Net;
using Tests.Ports;

namespace Sidecar.Contract.Tests;

public sealed class When_a_process_is_killed(SidecarsFixture sidecars)
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_a_killed_app_was_processing_is_delivered_to_its_successor()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("first");
        var port = app.Port;
        await system.SidecarAsync("sub", port);
        var publisher = await system.SidecarAsync("pub");
        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { answer = "hold-once", mark = _mark }, Cancelled);
        await app.NextAsync(IsMine, Cancelled);

        await app.DisposeAsync();
        var successor = await system.AppAsync("second", port);

        Assert.Equal("second", (await successor.NextAsync(IsMine, Cancelled)).App);
    }

    [Fact]
    public async Task A_message_that_a_killed_sidecar_was_delivering_is_delivered_by_another()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        TestApp[] apps = [await system.AppAsync("one"), await system.AppAsync("other")];
        SidecarProcess[] beside = [await system.SidecarAsync("sub", apps[0].Port), await system.SidecarAsync("sub", apps[1].Port)];
        var publisher = await system.SidecarAsync("pub");
        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { answer = "hold-once", mark = _mark }, Cancelled);
        using var found = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var waits = apps.Select(app => app.NextAsync(IsMine, found.Token)).ToArray();
        var holder = Array.IndexOf(waits, await Task.WhenAny(waits));
        await found.CancelAsync();

        await beside[holder].KillAsync();

        await apps[1 - holder].NextAsync(IsMine, Cancelled);
    }

    [Fact]
    public async Task Calls_go_on_after_the_hub_was_killed()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("app");
        await system.SidecarAsync("sub", app.Port);
        var publisher = await system.SidecarAsync("pub");
        await publisher.Dapr.SaveStateAsync("statestore", "a", _mark, cancellationToken: Cancelled);
        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { mark = $"{_mark}-before" }, Cancelled);
        await app.NextAsync(IsMine, Cancelled);

        system.KillHub();

        Assert.Equal(_mark, await publisher.Dapr.GetStateAsync<string>("statestore", "a", cancellationToken: Cancelled));
        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { mark = $"{_mark}-after" }, Cancelled);
        await app.NextAsync(received => received.Body.Contains($"{_mark}-after", StringComparison.Ordinal), Cancelled);
    }

    [Fact]
    public async Task A_sidecar_is_healthy_once_its_app_was_up_and_can_be_called_before()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var port = FreePort.Find();
        var sidecar = await system.SidecarAsync("sub", port);

        using (var before = await sidecar.Http.GetAsync("/v1.0/healthz", Cancelled))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, before.StatusCode);
            Assert.Contains("ERR_HEALTH_NOT_READY", await before.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("/v1.0/healthz/outbound"));
        var app = await system.AppAsync("late", port);
        while (await StatusAsync("/v1.0/healthz") != HttpStatusCode.NoContent)
            await Task.Delay(20, Cancelled);

        // From now on other apps find it.
        var caller = await system.SidecarAsync("pub");
        using (var invoked = await caller.Http.GetAsync("/v1.0/invoke/sub/method/anything", Cancelled))
            Assert.Equal(HttpStatusCode.OK, invoked.StatusCode);

        // The sidecar stays healthy when its app goes down.
        await app.DisposeAsync();
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("/v1.0/healthz"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await sidecar.Http.GetAsync(path, Cancelled);
            return answer.StatusCode;
        }
    }

    private bool IsMine(Received received) => received.Path == "/orders" && received.Body.Contains(_mark, StringComparison.Ordinal);
}
