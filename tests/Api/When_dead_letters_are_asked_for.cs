using System.Net;
using System.Text.Json;
using Api.Tests.Fixtures;
using Auctions.DeadLetters;
using Auctions.Store;

namespace Api.Tests;

public sealed class When_dead_letters_are_asked_for : IDisposable
{
    private readonly ApiUnderTest _api = new();

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("bidder")]
    [InlineData("seller")]
    public async Task Only_admins_see_them(string role)
    {
        using var client = _api.As("bob", role);
        using var list = await client.GetAsync("/dead-letters", TestContext.Current.CancellationToken);
        using var replay = await client.PostAsync("/dead-letters/a1.r1/replay", null, TestContext.Current.CancellationToken);

        await list.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await replay.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_admin_sees_them_without_what_is_hidden()
    {
        var payload = JsonSerializer.SerializeToElement(new { auction = "a1", amount = 4711 });
        var letter = new DeadLetter("a1.r1", DateTimeOffset.UnixEpoch, "AuctionRaise", payload, "CheckBidAmount", "away");
        using var api = new ApiUnderTest { Documents = new OneDocument(letter) };
        using var ann = api.As("ann", "admin");

        var text = await ann.GetStringAsync("/dead-letters", TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            {"items":[{"id":"a1.r1","at":"1970-01-01T00:00:00Z","type":"AuctionRaise","step":"CheckBidAmount","error":"away",
            "command":{"auction":"a1","amount":"(number)"}}]}
            """.ReplaceLineEndings(""),
            text);
    }

    private sealed class OneDocument(DeadLetter letter) : IDocuments
    {
        public ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation) =>
            new((JsonSerializer.SerializeToUtf8Bytes(new { letters = new[] { letter } }, Auctions.AuctionJson.Options), "1"));

        public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
