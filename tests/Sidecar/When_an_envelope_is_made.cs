using System.Text;
using System.Text.Json;
using Embedded.Sidecar;
using Embedded.Sidecar.Protocol;

namespace Sidecar.Tests;

public sealed class When_an_envelope_is_made
{
    private static readonly EnvelopeFields About = new("id-1", "pub", "2026-11-23T22:35:34Z", "pubsub", "orders", null, null);

    [Fact]
    public void It_has_exactly_the_fields_of_daprd()
    {
        var made = Wrap("""{"n":1}""", "application/json; charset=utf-8");

        Assert.Equal(
            ["data", "datacontenttype", "id", "pubsubname", "source", "specversion", "time", "topic", "traceid", "traceparent", "tracestate", "type"],
            made.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, made.GetProperty("data").GetProperty("n").GetInt32());
        Assert.Equal("00-00000000000000000000000000000000-0000000000000000-00", made.GetProperty("traceparent").GetString());
    }

    [Theory]
    [InlineData("{broken", "application/json")]
    [InlineData("{} {}", "application/json")]
    [InlineData("hello", "text/plain")]
    [InlineData("", "text/plain")]
    public void A_payload_that_is_no_JSON_becomes_text(string payload, string contentType) =>
        Assert.Equal(payload, Wrap(payload, contentType).GetProperty("data").GetString());

    [Fact]
    public void Bytes_become_base64()
    {
        var made = Wrap("bytes", "application/octet-stream");

        Assert.Equal("bytes"u8.ToArray(), made.GetProperty("data_base64").GetBytesFromBase64());
        Assert.False(made.TryGetProperty("data", out _));
    }

    [Fact]
    public void A_cloud_event_keeps_its_fields_and_gets_the_missing_ones()
    {
        var made = Wrap("""{"id":"own","subject":"lot-1","data":{"n":1},"topic":"lies","time":"2020-01-01T00:00:00Z"}""", Envelope.ContentType);

        Assert.Equal(("own", "lot-1", "orders", "pub", "1.0", "2020-01-01T00:00:00Z"), (
            Text(made, "id"), Text(made, "subject"), Text(made, "topic"), Text(made, "source"), Text(made, "specversion"), Text(made, "time")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"a\"} and more")]
    [InlineData("")]
    public void A_payload_that_is_no_cloud_event_is_malformed(string payload)
    {
        var error = Assert.Throws<DaprError>(() => Wrap(payload, Envelope.ContentType));

        Assert.Equal(("ERR_MALFORMED_REQUEST", 400), (error.Code, error.Status));
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private static JsonElement Wrap(string payload, string contentType) =>
        JsonDocument.Parse(Envelope.Wrap(Encoding.UTF8.GetBytes(payload), contentType, About)).RootElement;
}
