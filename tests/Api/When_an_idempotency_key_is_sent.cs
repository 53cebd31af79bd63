using System.Net;
using Api.Tests.Fixtures;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Sessions;

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
        var raises = _api.Dispatcher.Commands.Cast<AuctionRaiseCommand>();
        Assert.Equal(2, raises.Count(raise => raise.CommandId.StartsWith("a1.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_user_gets_another_command()
    {
        using var bobs = await PostAsync("bob", "k-1");
        using var carols = await PostAsync("carol", "k-1");

        Assert.NotEqual(await CommandOf(bobs), await CommandOf(carols));
    }

    [Fact]
    public async Task Without_a_key_each_request_is_a_command_of_its_own()
    {
        using var first = await PostAsync("bob");
        using var second = await PostAsync("bob");

        Assert.NotEqual(await CommandOf(first), await CommandOf(second));
    }

    [Fact]
    public async Task A_key_used_for_another_body_gets_409()
    {
        _api.Dispatcher.Answer = _ => Outcome.Rejected(Rejections.IdempotencyKeyReused);
        using var answer = await PostAsync("bob", "k-1");

        await answer.IsProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("tab\there")]
    public async Task A_key_with_invisible_characters_gets_400(string key)
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
    public async Task Two_keys_in_one_request_get_400()
    {
        using var answer = await PostAsync("bob", "k-1", "k-2");

        await answer.NamesFieldsAsync("invalid-idempotency-key", "Idempotency-Key");
    }

    [Theory]
    [InlineData("/auctions", "auction")]
    [InlineData("/sessions", "session")]
    public async Task A_resource_created_under_it_is_the_same_however_often_it_is_sent(string path, string kind)
    {
        _api.Reader.Any = id => StubReader.View(id);
        _api.Sessions.Any = StubSessions.View;
        using var first = await MakeAsync("sue", path, "k-1");
        using var second = await MakeAsync("sue", path, "k-1");
        using var another = await MakeAsync("sue", path, "k-2");
        using var anothers = await MakeAsync("sam", path, "k-1");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(3, new[] { first, another, anothers }.Select(answer => answer.Headers.Location).Distinct().Count());
        var ids = _api.Dispatcher.Commands
            .Select(command => command is OpenAuctionCommand opening ? opening.CommandId : ((OpenSessionCommand)command).CommandId)
            .ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[a-z2-7]{12}[.]k[0-9a-f]{32}$", id));
        Assert.StartsWith($"/{kind}s/", first.Headers.Location!.OriginalString, StringComparison.Ordinal);

        _api.Dispatcher.Answer = _ => Outcome.Rejected(Rejections.IdempotencyKeyReused);
        using var reused = await MakeAsync("sue", path, "k-1");
        await reused.IsProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
        using var bad = await MakeAsync("sue", path, "a b");
        await bad.NamesFieldsAsync("invalid-idempotency-key", "Idempotency-Key");
    }

    private async Task<HttpResponseMessage> MakeAsync(string seller, string path, string key)
    {
        using var client = _api.As(seller, "seller");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.PostAsync(
            path,
            Answers.Json(path == "/auctions"
                ? $$"""{"title":"A","currency":"EUR","startingPrice":10,"closesAt":"{{TimeProvider.System.GetUtcNow().AddDays(1):O}}"}"""
                : """{"title":"S","gap":"00:00:30","duration":"00:05:00","currency":"EUR","lots":[{"title":"A","startingPrice":10}]}"""),
            TestContext.Current.CancellationToken);
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
