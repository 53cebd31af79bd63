using System.Net;
using Api.Tests.Fixtures;
using Auctions.Bus;
using Auctions.Raising;
using Auctions.Rules;

namespace Api.Tests;

public sealed class When_an_idempotency_key_is_sent : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_same_user_gets_the_same_command_again()
    {
        using var first = await PostAsync("bob", "k-1");
        using var second = await PostAsync("bob", "k-1");

        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(await CommandOf(first), await CommandOf(second));
        Assert.Equal(2, _api.Dispatcher.Commands.Cast<AuctionRaiseCommand>().Count(raise => raise.CommandId.StartsWith("a1.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_user_gets_another_command()
    {
        using var bobs = await PostAsync("bob", "k-1");
        using var carols = await PostAsync("carol", "k-1");

        Assert.NotEqual(await CommandOf(bobs), await CommandOf(carols));
    }

    [Fact]
    public async Task Without_one_each_request_is_a_wish_of_its_own()
    {
        using var first = await PostAsync("bob");
        using var second = await PostAsync("bob");

        Assert.NotEqual(await CommandOf(first), await CommandOf(second));
    }

    [Fact]
    public async Task One_that_was_used_for_something_else_gets_409()
    {
        _api.Dispatcher.Answer = _ => Outcome.Rejected(Rejections.IdempotencyKeyReused);
        using var answer = await PostAsync("bob", "k-1");

        await answer.IsProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("tab\there")]
    public async Task One_with_characters_that_cannot_be_seen_gets_400(string key)
    {
        using var answer = await PostAsync("bob", key);

        await answer.NamesFieldsAsync("invalid-idempotency-key", "Idempotency-Key");
    }

    [Theory]
    [InlineData(200, HttpStatusCode.Accepted)]
    [InlineData(201, HttpStatusCode.BadRequest)]
    public async Task It_has_at_most_200_characters(int length, HttpStatusCode status)
    {
        using var answer = await PostAsync("bob", new string('k', length));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Two_at_once_get_400()
    {
        using var answer = await PostAsync("bob", "k-1", "k-2");

        await answer.NamesFieldsAsync("invalid-idempotency-key", "Idempotency-Key");
    }

    private static async Task<string?> CommandOf(HttpResponseMessage answer) =>
        (await answer.ReadAsync()).GetProperty("command").GetString();

    private async Task<HttpResponseMessage> PostAsync(string user, params string[] keys)
    {
        using var client = _api.As(user, "bidder");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auctions/a1/raises") { Content = Answers.Json("""{"amount":12}""") };
        foreach (var key in keys)
            Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", key));
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
