using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_a_publisher_sets_metadata(SidecarsFixture sidecars)
{
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_metadata_replace_fields_of_the_envelope()
    {
        await sidecars.Publisher.Dapr.PublishEventAsync("events", "ev", new { mark = _mark }, new Dictionary<string, string>
        {
            ["cloudevent.id"] = _mark,
            ["cloudevent.source"] = "own-source",
            ["cloudevent.type"] = "own.type.v1",
        }, Cancelled);

        var json = (await sidecars.One.NextAsync(IsMine, Cancelled)).Json;

        Assert.Equal((_mark, "own-source", "own.type.v1"), (
            json.GetProperty("id").GetString(), json.GetProperty("source").GetString(), json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_message_has_exactly_the_fields_of_daprd()
    {
        await sidecars.Publisher.Dapr.PublishEventAsync("events", "ev", new { mark = _mark }, Cancelled);

        var received = await sidecars.One.NextAsync(IsMine, Cancelled);

        Assert.Equal(
            ["data", "datacontenttype", "id", "pubsubname", "source", "specversion", "time", "topic", "traceid", "traceparent", "tracestate", "type"],
            received.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal("application/cloudevents+json", received.Headers["Content-Type"]);
        Assert.Equal("events", received.Headers["Pubsubname"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", received.Json.GetProperty("time").GetString());
    }

    [Theory]
    [InlineData("ttlInSeconds", "soon")]
    [InlineData("ttlInSeconds", "0")]
    [InlineData("ttlInSeconds", "-1")]
    public async Task A_wrong_time_to_live_is_refused(string name, string value)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await sidecars.Publisher.Http.PostAsync($"/v1.0/publish/pubsub/nobody?metadata.{name}={value}", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(value, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_pubsub_is_an_error_worded_as_by_daprd()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await sidecars.Publisher.Http.PostAsync("/v1.0/publish/nope/orders", content, Cancelled);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"errorCode":"ERR_PUBSUB_NOT_FOUND","message":"pubsub nope is not found","details":["""
            + """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","domain":"dapr.io","metadata":{},"reason":"DAPR_PUBSUB_NOT_FOUND"}]}""",
            await answer.Content.ReadAsStringAsync(Cancelled));
        var failure = await Assert.ThrowsAsync<Dapr.DaprException>(() => sidecars.Publisher.Dapr.PublishEventAsync("nope", "orders", Cancelled));
        Assert.Equal(StatusCode.NotFound, Assert.IsType<RpcException>(failure.InnerException).StatusCode);
    }

    private bool IsMine(Received received) => received.Path == "/ev" && received.Body.Contains(_mark, StringComparison.Ordinal);
}
