using System.Net;
using Api.Tests.Fixtures;
using Tests.Access;

namespace Api.Tests;

public sealed class When_a_token_is_bad(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    public static TheoryData<string, string> BadTokens => new()
    {
        { "expired", TestTokens.Expired("bob", "bidder") },
        { "not yet valid", TestTokens.NotYetValid("bob", "bidder") },
        { "foreign key", TestTokens.Foreign("bob", "bidder") },
        { "foreign issuer", TestTokens.OfIssuer("somebody", "bob", "bidder") },
        { "foreign audience", TestTokens.ForAudience("something", "bob", "bidder") },
        { "unsigned", TestTokens.WithoutSignature("bob", "bidder") },
        { "without user", TestTokens.Nameless("bidder") },
        { "tampered", Tampered() },
        { "no token", "no.token.atall" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task It_gets_401_as_a_problem(string kind, string token)
    {
        Assert.NotEmpty(kind);
        using var client = api.WithToken(token);
        using var answer = await client.PostAsync(
            "/auctions/a1/raises", Answers.Json("""{"amount":12}"""), TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Empty(api.Dispatcher.Commands);
    }

    [Theory]
    [InlineData("POST", "/auctions")]
    [InlineData("POST", "/auctions/a1/raises")]
    [InlineData("POST", "/auctions/a1/pause")]
    [InlineData("GET", "/commands/a1.c1")]
    public async Task Without_a_token_a_call_that_needs_one_gets_401(string method, string path)
    {
        using var client = api.Anonymous();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("/auctions", "bidder")]
    [InlineData("/auctions", "admin")]
    [InlineData("/auctions/a1/raises", "seller")]
    [InlineData("/auctions/a1/raises", "BIDDER")]
    [InlineData("/auctions/a1/raises")]
    public async Task The_wrong_role_gets_403_as_a_problem(string path, params string[] roles)
    {
        using var client = api.As("bob", roles);
        using var answer = await client.PostAsync(path, Answers.Json("""{"amount":12}"""), TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(api.Dispatcher.Commands);
    }

    private static string Tampered()
    {
        var parts = TestTokens.Of("bob", "bidder").Split('.');
        var other = TestTokens.Of("eve", "bidder").Split('.');
        return $"{parts[0]}.{other[1]}.{parts[2]}";
    }
}
