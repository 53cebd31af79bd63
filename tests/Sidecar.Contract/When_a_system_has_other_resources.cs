using System.Text.Json;
using Dapr.Client;

namespace Sidecar.Contract.Tests;

public sealed class When_a_system_has_other_resources(SidecarsFixture sidecars)
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_data_directories_share_nothing()
    {
        await using var here = new OwnSystem(sidecars.Resources);
        await using var there = new OwnSystem(sidecars.Resources);
        var (appHere, appThere) = (await here.AppAsync("here"), await there.AppAsync("there"));
        await here.SidecarAsync("sub", appHere.Port);
        await there.SidecarAsync("sub", appThere.Port);
        var (publisherHere, publisherThere) = (await here.SidecarAsync("pub"), await there.SidecarAsync("pub"));

        await publisherHere.Dapr.SaveStateAsync("statestore", "a", _mark, cancellationToken: Cancelled);
        await publisherHere.Dapr.PublishEventAsync("pubsub", "orders", new { mark = _mark }, Cancelled);
        await appHere.NextAsync(received => received.Path == "/orders", Cancelled);
        // Messages come in order, so an earlier one would have come by then.
        await publisherThere.Dapr.PublishEventAsync("pubsub", "orders", new { mark = "there" }, Cancelled);
        var first = await appThere.NextAsync(received => received.Path == "/orders", Cancelled);

        Assert.Contains("there", first.Body, StringComparison.Ordinal);
        Assert.Null(await publisherThere.Dapr.GetStateAsync<string?>("statestore", "a", cancellationToken: Cancelled));
        for (var at = 0; at < 5; at++)
        {
            var answer = JsonDocument.Parse(await publisherThere.Http.GetStringAsync("/v1.0/invoke/sub/method/who", Cancelled));
            Assert.Equal("there", answer.RootElement.GetProperty("app").GetString());
        }
    }

    [Fact]
    public async Task Without_an_inbound_policy_one_failure_leads_to_the_dead_letter_topic()
    {
        await using var system = new OwnSystem(sidecars.Resources, without: "resiliency.yaml");
        var app = await system.AppAsync("app");
        await system.SidecarAsync("sub", app.Port);
        var publisher = await system.SidecarAsync("pub");

        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { answer = "always-500", mark = _mark }, Cancelled);
        var dead = await app.NextAsync(received => received.Path == "/dead", Cancelled);

        Assert.Equal("orders", dead.Json.GetProperty("topic").GetString());
        Assert.Equal(1, app.Count(received => received.Path == "/orders"));
    }

    [Fact]
    public async Task With_an_inbound_policy_all_retries_come_before_the_dead_letter_topic()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("app");
        await system.SidecarAsync("sub", app.Port);
        var publisher = await system.SidecarAsync("pub");

        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { answer = "always-500", mark = _mark }, Cancelled);
        await app.NextAsync(received => received.Path == "/dead", Cancelled);

        Assert.Equal(4, app.Count(received => received.Path == "/orders"));
    }

    [Fact]
    public async Task With_tracing_an_event_and_its_delivery_have_the_same_trace()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        system.Write("config.yaml", "kind: Configuration\nmetadata:\n  name: c\nspec:\n  tracing:\n    samplingRate: \"1\"\n");
        var app = await system.AppAsync("app");
        await system.SidecarAsync("sub", app.Port);
        var publisher = await system.SidecarAsync("pub");

        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { mark = _mark }, Cancelled);
        var received = await app.NextAsync(message => message.Path == "/orders", Cancelled);

        var parts = received.Json.GetProperty("traceparent").GetString()!.Split('-');
        Assert.Equal(("00", "01", 32, 16), (parts[0], parts[3], parts[1].Length, parts[2].Length));
        Assert.NotEqual(new string('0', 32), parts[1]);
        Assert.Equal(received.Json.GetProperty("traceparent").GetString(), received.Json.GetProperty("traceid").GetString());
        Assert.Equal(parts[1], received.Headers["Traceparent"].Split('-')[1]);
    }

    [Fact]
    public async Task The_app_gets_its_own_token_and_never_that_of_the_sidecar()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("app");
        await system.SidecarAsync("sub", app.Port, appToken: "for the app");
        var publisher = await system.SidecarAsync("pub", apiToken: "for the sidecar");
        using var publishing = new DaprClientBuilder().UseGrpcEndpoint(publisher.GrpcEndpoint).UseDaprApiToken("for the sidecar").Build();
        publisher.Http.DefaultRequestHeaders.Add("dapr-api-token", "for the sidecar");

        await publishing.PublishEventAsync("pubsub", "orders", new { mark = _mark }, Cancelled);
        var delivered = await app.NextAsync(message => message.Path == "/orders", Cancelled);
        var invoked = JsonDocument.Parse(await publisher.Http.GetStringAsync("/v1.0/invoke/sub/method/who", Cancelled))
            .RootElement.GetProperty("headers");

        Assert.Equal("for the app", delivered.Headers["dapr-api-token"]);
        Assert.Equal(
            "for the app",
            invoked.EnumerateObject().Single(header => header.Name.Equals("dapr-api-token", StringComparison.OrdinalIgnoreCase)).Value.GetString());
    }

    [Fact]
    public async Task The_metadata_have_the_subscriptions_and_the_connection_of_the_app()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var app = await system.AppAsync("app");
        var sidecar = await system.SidecarAsync("sub", app.Port);
        var publisher = await system.SidecarAsync("pub");
        await publisher.Dapr.PublishEventAsync("pubsub", "orders", new { mark = _mark }, Cancelled);
        await app.NextAsync(message => message.Path == "/orders", Cancelled);

        var metadata = JsonDocument.Parse(await sidecar.Http.GetStringAsync("/v1.0/metadata", Cancelled)).RootElement;

        var orders = metadata.GetProperty("subscriptions").EnumerateArray().Single(each => each.GetProperty("topic").GetString() == "orders");
        Assert.Equal(("pubsub", "dead", "PROGRAMMATIC", "/orders"), (
            orders.GetProperty("pubsubname").GetString(), orders.GetProperty("deadLetterTopic").GetString(), orders.GetProperty("type").GetString(),
            orders.GetProperty("rules")[0].GetProperty("path").GetString()));
        var connection = metadata.GetProperty("appConnectionProperties");
        var overGrpc = await new GrpcMetadata(sidecar.Channel).GetAsync(Cancelled);
        Assert.Equal((app.Port, "http", "127.0.0.1"), (
            overGrpc.AppConnectionProperties.Port, overGrpc.AppConnectionProperties.Protocol, overGrpc.AppConnectionProperties.ChannelAddress));
        Assert.Equal((app.Port, "http", "127.0.0.1"), (
            connection.GetProperty("port").GetInt32(), connection.GetProperty("protocol").GetString(),
            connection.GetProperty("channelAddress").GetString()));
    }
}
