using System.Text;
using Dapr.AppCallback.Autogen.Grpc.v1;

namespace Sidecar.Contract.Tests;

public sealed class When_events_are_delivered_over_gRPC(SidecarsFixture sidecars)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_app_gets_the_fields_of_the_event()
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var (app, publisher) = await StartAsync(system);
        await PublishAsync(publisher, """{"n":1}""", "application/json");

        var told = await NextAsync(app);

        Assert.Equal(("pubsub", "calls", "/calls", "pub", "1.0", "com.dapr.event.sent", "application/json"), (
            told.PubsubName, told.Topic, told.Path, told.Source, told.SpecVersion, told.Type, told.DataContentType));
        Assert.Equal("""{"n":1}""", Text(told));
        Assert.True(Guid.TryParse(told.Id, out _));
        Assert.Contains("traceparent", told.Extensions.Fields.Keys);
    }

    [Theory]
    [InlineData("hello", "text/plain", "hello")]
    [InlineData("\"hello\"", "application/json", "\"hello\"")]
    [InlineData("bytes", "application/octet-stream", "bytes")]
    public async Task The_app_gets_the_data_in_the_form_of_its_content_type(string payload, string contentType, string data)
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var (app, publisher) = await StartAsync(system);
        await PublishAsync(publisher, payload, contentType);

        Assert.Equal(data, Text(await NextAsync(app)));
    }

    [Theory]
    [InlineData("drop", 1)]
    [InlineData("retry", 4)]
    [InlineData("throw", 4)]
    public async Task A_message_that_fails_goes_to_the_dead_letter_topic_after_the_retries(string answer, int tries)
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var (app, publisher) = await StartAsync(system);
        await PublishAsync(publisher, answer, "text/plain");

        for (var at = 0; at < tries; at++)
            Assert.Equal("calls", (await NextAsync(app)).Topic);

        Assert.Equal("calls-dead", (await NextAsync(app)).Topic);
    }

    [Theory]
    [InlineData("{\"id\":7,\"type\":\"t\",\"datacontenttype\":\"text/plain\",\"data\":\"odd\"}")]
    [InlineData("{\"id\":\"7\",\"type\":\"t\",\"data_base64\":\"no base64!\"}")]
    public async Task An_event_with_unusual_fields_blocks_nothing(string odd)
    {
        await using var system = new OwnSystem(sidecars.Resources);
        var (app, publisher) = await StartAsync(system);
        await PublishAsync(publisher, odd, "application/cloudevents+json");

        Assert.Equal("7", (await NextAsync(app)).Id);
    }

    private static string Text(TopicEventRequest told) => Encoding.UTF8.GetString(told.Data.Span);

    private static async Task<(TestApp App, SidecarProcess Publisher)> StartAsync(OwnSystem system)
    {
        var app = await system.AppAsync("callee", grpc: true);
        await system.SidecarAsync("callee", app.Port, protocol: "grpc");
        var publisher = await system.SidecarAsync("pub");
        return (app, publisher);
    }

    private static async Task<TopicEventRequest> NextAsync(TestApp app) =>
        await app.Events.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(15), Cancelled);

    private static async Task PublishAsync(SidecarProcess publisher, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var answer = await publisher.Http.PostAsync("/v1.0/publish/pubsub/calls", content, Cancelled);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
