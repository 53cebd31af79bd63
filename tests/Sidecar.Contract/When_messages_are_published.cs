using System.Net;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Tests.Ports;

namespace Sidecar.Contract.Tests;

public sealed class When_messages_are_published(SidecarsFixture sidecars)
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly HttpClient _http = sidecars.Publisher.Http;
    private readonly DaprClient _dapr = sidecars.Publisher.Dapr;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_arrive_as_cloud_events()
    {
        await _dapr.PublishEventAsync("pubsub", "orders", new { answer = "ok", mark = _mark }, Cancelled);

        var received = await AnyAsync("/orders");

        var json = received.Json;
        Assert.Equal("com.dapr.event.sent", json.GetProperty("type").GetString());
        Assert.Equal("pub", json.GetProperty("source").GetString());
        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.Equal("orders", json.GetProperty("topic").GetString());
        Assert.Equal("pubsub", json.GetProperty("pubsubname").GetString());
        Assert.Equal("application/json", json.GetProperty("datacontenttype").GetString());
        Assert.True(Guid.TryParse(json.GetProperty("id").GetString(), out _));
        Assert.Equal("pubsub", received.Headers["Pubsubname"]);
        Assert.StartsWith("application/cloudevents+json", received.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_event_keeps_its_own_fields()
    {
        await PublishAsync(
            "orders",
            $$$"""
            {"specversion":"1.0","type":"t.v1","source":"w","subject":"lot-1","id":"{{{_mark}}}",
             "datacontenttype":"application/json","data":{"answer":"drop","mark":"{{{_mark}}}"}}
            """,
            "application/cloudevents+json");

        var dead = (await AnyAsync("/dead")).Json;

        Assert.Equal(("t.v1", "w", "lot-1", _mark), (
            dead.GetProperty("type").GetString(), dead.GetProperty("source").GetString(),
            dead.GetProperty("subject").GetString(), dead.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Text_arrives_as_text()
    {
        await PublishAsync("orders", _mark, "text/plain");

        var json = (await AnyAsync("/orders")).Json;

        Assert.Equal((_mark, "text/plain"), (json.GetProperty("data").GetString(), json.GetProperty("datacontenttype").GetString()));
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("404")]
    [InlineData("always-500")]
    public async Task A_message_that_the_app_drops_goes_to_the_dead_letter_topic(string answer)
    {
        await _dapr.PublishEventAsync("pubsub", "orders", new { answer, mark = _mark }, Cancelled);

        Assert.Equal(answer, (await AnyAsync("/dead")).Answer);
    }

    [Theory]
    [InlineData("500-twice", 3)]
    [InlineData("retry-once", 2)]
    [InlineData("weird-once", 2)]
    public async Task A_message_that_the_app_retries_is_delivered_again(string answer, int times)
    {
        await _dapr.PublishEventAsync("pubsub", "orders", new { answer, mark = _mark }, Cancelled);

        // Each attempt goes to the same app, because its sidecar retries.
        var first = await AnyAsync("/orders");
        var app = first.App == "one" ? sidecars.One : sidecars.Other;
        for (var at = 1; at < times; at++)
            await app.NextAsync(Mine("/orders"), Cancelled);
    }

    [Fact]
    public async Task A_broadcast_goes_to_every_instance_and_a_plain_message_to_one()
    {
        await _dapr.PublishEventAsync("events", "ev", new { mark = _mark }, Cancelled);

        var both = await Task.WhenAll(sidecars.One.NextAsync(Mine("/ev"), Cancelled), sidecars.Other.NextAsync(Mine("/ev"), Cancelled));

        Assert.Equal(["one", "other"], both.Select(message => message.App));
    }

    [Fact]
    public async Task Raw_payloads_are_wrapped_on_delivery()
    {
        await PublishAsync("raw?metadata.rawPayload=true", _mark, "application/json");

        var received = await AnyAsync(
            "/raw", message => Encoding.UTF8.GetString(message.Json.GetProperty("data_base64").GetBytesFromBase64()) == _mark);

        Assert.Equal("application/octet-stream", received.Json.GetProperty("datacontenttype").GetString());
    }

    [Fact]
    public async Task An_unknown_pubsub_is_404()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("/v1.0/publish/nope/orders", content, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal("ERR_PUBSUB_NOT_FOUND", body.GetProperty("errorCode").GetString());
        Assert.Equal("DAPR_PUBSUB_NOT_FOUND", body.GetProperty("details")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_message_that_waits_for_an_app_is_delivered_when_it_starts_even_after_the_hub_was_killed()
    {
        var data = Directory.CreateTempSubdirectory("contract-data-").FullName;
        await using (var publisher = await SidecarProcess.StartAsync(data, sidecars.Resources, "pub"))
        {
            var port = FreePort.Find();
            await using var sidecar = await SidecarProcess.StartAsync(data, sidecars.Resources, "sub", port);
            await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { mark = _mark }, Cancelled);
            KillHub(data);

            await using var app = await TestApp.StartAsync("late", port: port);

            await app.NextAsync(Mine("/orders"), Cancelled);
        }

        Directory.Delete(data, recursive: true);
    }

    private static void KillHub(string data)
    {
        using var hub = System.Diagnostics.Process.GetProcessById(
            int.Parse(File.ReadAllText(Path.Combine(data, "hub.pid")), System.Globalization.CultureInfo.InvariantCulture));
        hub.Kill();
        hub.WaitForExit();
    }

    private async Task PublishAsync(string topic, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var answer = await _http.PostAsync($"/v1.0/publish/pubsub/{topic}", content, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Func<Received, bool> Mine(string path) => message => message.Path == path && message.Body.Contains(_mark, StringComparison.Ordinal);

    // The two instances compete, so either may get the message.
    private async Task<Received> AnyAsync(string path, Func<Received, bool>? wanted = null)
    {
        var wants = wanted is null ? Mine(path) : message => message.Path == path && wanted(message);
        using var found = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var first = await Task.WhenAny(sidecars.One.NextAsync(wants, found.Token), sidecars.Other.NextAsync(wants, found.Token));
        await found.CancelAsync();
        return await first;
    }
}
