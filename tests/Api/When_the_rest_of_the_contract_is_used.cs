using System.Net;
using Api.Tests.Fixtures;

namespace Api.Tests;

public sealed class When_the_rest_of_the_contract_is_used : IDisposable
{
    private readonly ApiUnderTest _api = new ApiUnderTest()
        .With("LiveServers:0", "ws://localhost:5090/live")
        .With("LiveServers:1", "ws://localhost:5091/live");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Live_servers_are_those_of_the_configuration()
    {
        using var answer = await GetAsync("/live-servers");

        Assert.Equal("""{"urls":["ws://localhost:5090/live","ws://localhost:5091/live"]}""", (await answer.ReadAsync()).ToString());
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_is_open_to_everybody(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_OpenAPI_document_has_every_call_with_its_body_and_its_token()
    {
        using var answer = await GetAsync("/openapi/v1.json");

        var paths = (await answer.ReadAsync()).GetProperty("paths");
        Assert.Equal(
            ["/auctions", "/auctions/{id}", "/auctions/{id}/audit", "/auctions/{id}/bids", "/auctions/{id}/bids/{seq}/void", "/auctions/{id}/cancel",
                "/auctions/{id}/extend", "/auctions/{id}/hammer", "/auctions/{id}/hold", "/auctions/{id}/increment",
                "/auctions/{id}/pause", "/auctions/{id}/raises", "/auctions/{id}/resume",
                "/commands/{id}", "/dead-letters", "/dead-letters/{id}/replay", "/dev/tokens", "/house", "/house/pause", "/house/resume",
                "/live-servers", "/sessions", "/sessions/{id}"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var raise = paths.GetProperty("/auctions/{id}/raises").GetProperty("post");
        Assert.True(raise.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        Assert.True(raise.TryGetProperty("security", out _));
        Assert.False(paths.GetProperty("/auctions").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task An_unsupported_method_gets_405_as_a_problem()
    {
        using var anonymous = _api.Anonymous();
        using var answer = await anonymous.DeleteAsync("/auctions/a1", TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Fact]
    public async Task The_page_may_load_only_its_own_files_and_connect_to_live_servers()
    {
        var folder = Directory.CreateTempSubdirectory("auctions-page-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.html"), "<!doctype html>", TestContext.Current.CancellationToken);
            using var api = new ApiUnderTest().With("webroot", folder.FullName);
            using var anonymous = api.Anonymous();
            using var page = await anonymous.GetAsync("/", TestContext.Current.CancellationToken);
            using var listing = await anonymous.GetAsync("/css/", TestContext.Current.CancellationToken);

            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
            var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'self'; connect-src 'self' ws: wss:", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
            await listing.IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var anonymous = _api.Anonymous();
        return await anonymous.GetAsync(path, TestContext.Current.CancellationToken);
    }
}
