using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pusher.Tests.Fixtures;

namespace Pusher.Tests;

public sealed class When_the_sidecar_delivers : IDisposable
{
    private readonly PusherUnderTest _pusher = new();

    [Fact]
    public async Task It_is_told_what_to_deliver_and_where()
    {
        using var client = _pusher.CreateClient();
        var subscriptions = await client.GetFromJsonAsync<JsonElement>("/dapr/subscribe", TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            [{"topic":"auction-events","pubsubName":"events","route":"events/auction"},
            {"topic":"auction-presence","pubsubName":"events","route":"events/presence"}]
            """.ReplaceLineEndings(""),
            subscriptions.GetRawText());
    }

    [Theory]
    [InlineData("no json", "DROP")]
    [InlineData("[]", "DROP")]
    [InlineData("""{"specversion":"1.0"}""", "DROP")]
    [InlineData("""{"data":{"type":"sold-out"}}""", "DROP")]
    [InlineData("""{"data":{"type":"raised","seq":"x"}}""", "DROP")]
    [InlineData("""{"data":null}""", "DROP")]
    [InlineData("""{"data":{"type":"rejected","auction":"a1","bidder":"al","command":"a1.c","reason":"too-low"}}""", "SUCCESS")]
    [InlineData("""{"data":"{\"type\":\"rejected\",\"auction\":\"a1\",\"bidder\":\"al\",\"command\":\"c\",\"reason\":\"too-low\"}"}""", "SUCCESS")]
    [InlineData(
        """{"data_base64":"eyJ0eXBlIjoicmVqZWN0ZWQiLCJhdWN0aW9uIjoiYTEiLCJiaWRkZXIiOiJhIiwiY29tbWFuZCI6ImMiLCJyZWFzb24iOiJ4In0="}""", "SUCCESS")]
    public async Task What_cannot_be_read_is_dropped_with_a_line_and_the_rest_taken(string body, string status)
    {
        using var answer = await _pusher.PostAsync(Encoding.UTF8.GetBytes(body));
        Assert.Equal($$"""{"status":"{{status}}"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status == "DROP", _pusher.Logged.Lines.Any(line => line.Contains("An event was dropped", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("s3cret", HttpStatusCode.OK)]
    [InlineData("other!", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task With_a_token_set_only_a_caller_that_knows_it_may_deliver(string? token, HttpStatusCode status)
    {
        _pusher.With("APP_API_TOKEN", "s3cret");
        foreach (var path in (string[])["/events/auction", "/events/presence"])
        {
            using var answer = await _pusher.PostAsync(Auctioned.CloudEvent(Auctioned.At(4)), token, path);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Another_pushers_watchers_are_counted()
    {
        using var answer = await _pusher.PostAsync(
            """{"data":{"instance":"p2","leaving":false,"watching":{"a1":41}}}"""u8.ToArray(), path: "/events/presence");
        using var client = await _pusher.ConnectAsync();
        await client.WatchAsync();
        var buffer = new byte[4_096];
        string text;
        do
        {
            var read = await client.Socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            text = Encoding.UTF8.GetString(buffer, 0, read.Count);
        }
        while (!text.Contains("presence", StringComparison.Ordinal));
        Assert.Equal("""{"type":"presence","auction":"a1","watching":42}""", text);
    }

    public void Dispose() => _pusher.Dispose();
}
