using System.Net;
using Api.Tests.Fixtures;
using Auctions.Raising;

namespace Api.Tests;

public sealed class When_a_development_token_is_requested : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Its_user_is_let_in()
    {
        using var anonymous = _api.Anonymous();
        using var answer = await anonymous.PostAsync(
            "/dev/tokens", Answers.Json("""{"user":"al.ice_1-x","roles":["bidder","seller"]}"""), TestContext.Current.CancellationToken);
        using var alice = _api.WithToken((await answer.ReadAsync()).GetProperty("accessToken").GetString()!);
        using var raise = await alice.PostAsync(
            "/auctions/a1/raises", Answers.Json("""{"amount":12}"""), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, raise.StatusCode);
        Assert.Equal("al.ice_1-x", _api.Dispatcher.Only<AuctionRaiseCommand>().Bidder);
    }

    [Theory]
    [InlineData("""{"roles":["bidder"]}""", "invalid-user", "user")]
    [InlineData("""{"user":"","roles":["bidder"]}""", "invalid-user", "user")]
    [InlineData("""{"user":"a b","roles":["bidder"]}""", "invalid-user", "user")]
    [InlineData("""{"user":"é","roles":["bidder"]}""", "invalid-user", "user")]
    [InlineData("""{"user":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","roles":["bidder"]}""", "invalid-user", "user")]
    [InlineData("""{"user":"alice"}""", "invalid-roles", "roles")]
    [InlineData("""{"user":"alice","roles":[]}""", "invalid-roles", "roles")]
    [InlineData("""{"user":"alice","roles":"bidder"}""", "invalid-roles", "roles")]
    [InlineData("""{"user":"alice","roles":["bidder","king"]}""", "invalid-roles", "roles")]
    [InlineData("""{"user":"alice","roles":[null]}""", "invalid-roles", "roles")]
    public async Task A_wrong_field_is_named(string body, string type, string field)
    {
        using var anonymous = _api.Anonymous();
        using var answer = await anonymous.PostAsync("/dev/tokens", Answers.Json(body), TestContext.Current.CancellationToken);

        await answer.NamesFieldsAsync(type, field);
    }

    [Fact]
    public async Task Outside_Development_there_is_none()
    {
        using var production = new ApiUnderTest { Environment = "Production" }.With("Shutdown:DrainSeconds", "0");
        using var anonymous = production.Anonymous();
        using var answer = await anonymous.PostAsync(
            "/dev/tokens", Answers.Json("""{"user":"alice","roles":["bidder"]}"""), TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }
}
