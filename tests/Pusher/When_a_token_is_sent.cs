using Auctions.Events;
using Microsoft.Extensions.Time.Testing;
using Pusher.Tests.Fixtures;
using Tests.Access;

namespace Pusher.Tests;

public sealed class When_a_token_is_sent : IDisposable
{
    private readonly PusherUnderTest _pusher = new();

    public static TheoryData<string> Bad =>
        [TestTokens.Expired("alice"), TestTokens.Foreign("alice"), TestTokens.WithoutSignature("alice"), TestTokens.Nameless(), "rubbish"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_user_gets_personal_messages_and_the_anonymous_none(bool inQuery)
    {
        var token = TestTokens.Of("alice");
        using var alice = inQuery
            ? await _pusher.ConnectAsync("access_token=" + token)
            : await _pusher.ConnectAsync(subprotocol: "bearer." + token);
        using var nobody = await _pusher.ConnectAsync();
        Assert.Equal(inQuery ? null : "bearer." + token, alice.Socket.SubProtocol);
        await nobody.WatchAsync();
        Assert.Equal("snapshot 3", await nobody.NextAsync());
        await alice.WatchAsync();
        Assert.Equal("snapshot 3", await alice.NextAsync());

        await _pusher.PostAsync(Auctioned.CloudEvent(new RaiseRejectedEvent("a1", "alice", "a1.c", "too-low"), TimeProvider.System.GetUtcNow()));
        await _pusher.PostAsync(Auctioned.CloudEvent(Auctioned.At(4)));
        Assert.Equal("rejected too-low", await alice.NextAsync());
        Assert.Equal("raised 4", await nobody.NextAsync());
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_one_closes_with_1008(string token)
    {
        using var client = await _pusher.ConnectAsync("access_token=" + token);
        Assert.Equal(1008, await client.CloseCodeAsync());
        using var other = await _pusher.ConnectAsync(subprotocol: "bearer." + token);
        Assert.Equal(1008, await other.CloseCodeAsync());
    }

    [Fact]
    public async Task The_socket_is_closed_when_it_expires()
    {
        // The token is valid for an hour on the machine's clock, and for half a minute more on the pusher's. No heartbeat comes
        // back while that clock is moved.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1).AddSeconds(-30));
        using var pusher = new PusherUnderTest { Clock = clock }.With("Pusher:VouchSeconds", "60");
        using var client = await pusher.ConnectAsync("access_token=" + TestTokens.Of("alice"));
        await client.WatchAsync();
        Assert.Equal("snapshot 3", await client.NextAsync());

        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(1008, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task No_log_line_shows_it()
    {
        string[] tokens = [TestTokens.Of("alice"), TestTokens.Foreign("alice")];
        foreach (var token in tokens)
        {
            using var client = await _pusher.ConnectAsync("access_token=" + token);
            using var other = await _pusher.ConnectAsync(subprotocol: "bearer." + token);
            await client.WatchAsync();
            await client.NextAsync();
        }

        Assert.NotEmpty(_pusher.Logged.Lines);
        Assert.DoesNotContain(_pusher.Logged.Lines, line => tokens.Any(token => line.Contains(token, StringComparison.Ordinal)));
    }

    public void Dispose() => _pusher.Dispose();
}
