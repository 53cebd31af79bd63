using System.Net;
using System.Text.Json;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_invocations_are_odd(SidecarsFixture sidecars)
{
    private readonly HttpClient _http = sidecars.Publisher.Http;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1.0/invoke/sub/method/a%20b%3Fc%23d?x=%26", "/a%20b%3Fc%23d?x=%26")]
    [InlineData("/v1.0/invoke/sub/method/method/x", "/method/x")]
    [InlineData("/v1.0/invoke/sub/method/100%25d", "/100%25d")]
    [InlineData("/v1.0/invoke/sub/method/", "/")]
    [InlineData("/v1.0/invoke/sub/method", "/")]
    public async Task An_escaped_path_arrives_as_it_was_sent(string path, string arrives)
    {
        var seen = JsonDocument.Parse(await _http.GetStringAsync(path, Cancelled)).RootElement;

        Assert.Equal(arrives, seen.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Its_two_errors_are_worded_as_by_daprd()
    {
        using var unknown = await _http.GetAsync("/v1.0/invoke/unknown/method/hello", Cancelled);
        using var nobody = await _http.GetAsync("/nothing", Cancelled);

        Assert.Equal(
            """{"errorCode":"ERR_DIRECT_INVOKE","message":"failed to invoke, id: unknown, err: no host found with the given ID"}""",
            await unknown.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(
            """{"errorCode":"ERR_DIRECT_INVOKE","message":"failed getting app id either from the URL path or the header dapr-app-id"}""",
            await nobody.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(["application/json", "application/json"], [$"{unknown.Content.Headers.ContentType}", $"{nobody.Content.Headers.ContentType}"]);
    }

    [Fact]
    public async Task No_app_can_claim_to_be_another()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/invoke/sub/method/who");
        request.Headers.Add("Dapr-Caller-App-Id", "someone-else");
        request.Headers.Add("Dapr-Callee-App-Id", "someone-else");

        using var answer = await _http.SendAsync(request, Cancelled);

        var headers = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("headers")
            .EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString(), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(("pub", "sub"), (headers["Dapr-Caller-App-Id"], headers["Dapr-Callee-App-Id"]));
    }

    [Fact]
    public async Task A_gRPC_service_is_also_reached_by_its_callee_app_id()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        var reply = await echo.SayAsync(
            new EchoRequest { Text = "hello" }, new Metadata { { "dapr-callee-app-id", "echo" } }, cancellationToken: Cancelled);

        Assert.Equal("hello", reply.Text);
    }

    [Fact]
    public async Task An_unknown_gRPC_app_is_UNAVAILABLE()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await echo.SayAsync(new EchoRequest(), new Metadata { { "dapr-app-id", "unknown" } }, cancellationToken: Cancelled));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("unknown", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_204_without_a_body()
    {
        foreach (var path in (string[])["/v1.0/healthz", "/v1.0/healthz/outbound"])
        {
            using var answer = await _http.GetAsync(path, Cancelled);
            Assert.Equal((HttpStatusCode.NoContent, 0), (answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync(Cancelled)).Length));
        }
    }
}
