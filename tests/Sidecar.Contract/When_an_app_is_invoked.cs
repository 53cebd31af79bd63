using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;

namespace Sidecar.Contract.Tests;

public sealed class When_an_app_is_invoked(SidecarsFixture sidecars)
{
    private static readonly Metadata ToEcho = new() { { "dapr-app-id", "echo" } };
    private readonly HttpClient _http = sidecars.Publisher.Http;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1.0/invoke/sub/method/echo/it?x=1", null)]
    [InlineData("/echo/it?x=1", "sub")]
    public async Task Path_query_body_and_headers_reach_the_app(string path, string? appId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"n":1}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-mine", "7");
        if (appId is not null)
            request.Headers.Add("dapr-app-id", appId);

        using var answer = await _http.SendAsync(request, Cancelled);

        var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal("/echo/it?x=1", seen.GetProperty("path").GetString());
        Assert.Equal("""{"n":1}""", seen.GetProperty("body").GetString());
        var headers = seen.GetProperty("headers").EnumerateObject().ToDictionary(
            header => header.Name, header => header.Value.GetString(), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(("7", "pub", "sub"), (headers["x-mine"], headers["Dapr-Caller-App-Id"], headers["Dapr-Callee-App-Id"]));
        Assert.DoesNotContain("embedded-instance", headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task The_status_and_body_of_the_app_come_back(int code)
    {
        using var answer = await _http.GetAsync($"/v1.0/invoke/sub/method/status/{code}", Cancelled);

        Assert.Equal(code, (int)answer.StatusCode);
        Assert.Contains($"{code}", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_instances_get_requests()
    {
        var seen = new HashSet<string>();
        for (var at = 0; at < 60 && seen.Count < 2; at++)
            seen.Add(JsonDocument.Parse(await _http.GetStringAsync("/v1.0/invoke/sub/method/who", Cancelled)).RootElement.GetProperty("app")
                .GetString()!);

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task An_unknown_app_is_the_error_of_daprd()
    {
        using var unknown = await _http.GetAsync("/v1.0/invoke/unknown/method/hello", Cancelled);
        using var nobody = await _http.GetAsync("/nothing", Cancelled);

        Assert.Equal(HttpStatusCode.InternalServerError, unknown.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await unknown.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await nobody.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gRPC_service_is_reached_by_its_app_id()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        var reply = await echo.SayAsync(new EchoRequest { Text = "hello" }, ToEcho, cancellationToken: Cancelled);

        Assert.Equal(("hello", "pub"), (reply.Text, reply.Caller));
    }

    [Fact]
    public async Task A_gRPC_stream_is_passed_on()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);
        using var counting = echo.Count(new EchoRequest(), ToEcho, cancellationToken: Cancelled);

        var seen = new List<string>();
        await foreach (var reply in counting.ResponseStream.ReadAllAsync(Cancelled))
            seen.Add(reply.Text);

        Assert.Equal(["0", "1", "2"], seen);
    }

    [Fact]
    public async Task A_gRPC_error_comes_back_with_its_trailers()
    {
        var echo = new Echo.EchoClient(sidecars.Publisher.Channel);

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await echo.SayAsync(new EchoRequest { Text = "fail" }, ToEcho, cancellationToken: Cancelled));

        Assert.Equal((StatusCode.FailedPrecondition, "not in that tone"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("bad", failure.Trailers.GetValue("mood"));
    }
}
