using System.Text.Json;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Views;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_an_auction_is_audited
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly House _house = new();

    [Fact]
    public async Task Every_command_decision_and_event_is_in_it_and_holds()
    {
        await LiveAsync();

        var lines = await LinesAsync();
        var verdict = Assert.IsType<AuditVerdict>(lines[^1]);
        Assert.Equal((true, 0), (verdict.Verified, verdict.Mismatches));
        var trail = lines.OfType<AuditLine>().ToList();
        Assert.All(trail, line => Assert.Null(line.Mismatch));
        Assert.Equal(
            ["Create", "Join", "Raise", "Join", "Raise", "Raise", "Increment", "Pause", "Raise", "Resume", "Void", "Hammer", "Close"],
            trail.Select(line => line.Kind.ToString()));
        Assert.Equal(Enumerable.Range(1, (int)verdict.Seq), trail.SelectMany(line => line.Events).Select(happened => (int)((Events.ISequenced)happened).Seq));
        Assert.Equal("paused", trail[8].Reason);
        Assert.Equal(("a nought too many", 3L), (trail[10].Why, trail[10].Bid));
    }

    [Fact]
    public async Task Nothing_hidden_is_in_it()
    {
        await LiveAsync();

        var text = string.Join('\n', (await LinesAsync()).Select(line => JsonSerializer.Serialize(line, line.GetType(), AuctionJson.Options)));
        Assert.DoesNotContain("77.31", text, StringComparison.Ordinal);
        Assert.DoesNotContain("19.17", text, StringComparison.Ordinal);
        Assert.Contains("\"hasMaximum\":true", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_decided_and_not_noted_as_published_yet_is_in_it()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("bob", 10, "1"));
        Assert.Equal([2L], (await LinesAsync()).OfType<AuditLine>().Last().Unpublished);

        // The next commit notes what was published before it.
        await _house.First.Order.AcceptAsync(_house.RaisingUpTo("ann", 77.31m, "2"), isOverloaded: false, Cancellation);

        var lines = await LinesAsync();
        Assert.All(lines.OfType<AuditLine>(), line => Assert.Null(line.Unpublished));
        Assert.Equal(
            new PendingLine("lot-1.2", DecisionKind.Raise, "ann", House.Noon),
            Assert.Single(Assert.IsType<AuditVerdict>(lines[^1]).Pending!));
        Assert.DoesNotContain("77.31", JsonSerializer.Serialize(lines[^1], lines[^1].GetType(), AuctionJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_one_is_read_from_its_pages()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(increments: new IncrementBand(0, 1))));
        for (var raise = 0; raise < 300; raise++)
            await _house.First.SendAsync(_house.Raising($"user-{raise}", 10 + raise, $"{raise}"));

        Assert.True((await _house.HeadAsync()).SealedDecisions > 0);
        Assert.Equal(new AuditVerdict(true, 601, 301, 0), (await LinesAsync())[^1]);
    }

    [Fact]
    public async Task A_bid_is_voided_that_was_sealed_away_long_ago()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("bob", 5_000, "big"));
        for (var raise = 0; raise < 200; raise++)
            await _house.First.SendAsync(_house.Raising($"user-{raise}", 20, $"{raise}"));

        var outcome = await _house.First.SendAsync(_house.Wishing(DecisionKind.Void, "void") with { Bid = 2, Why = "typed a nought too many" });

        Assert.Equal(OutcomeKind.Succeeded, outcome.Kind);
        var view = await _house.ViewAsync();
        Assert.Equal((null, 10m, 0), (view.Leader, view.Price, view.Bids));
        Assert.True(Assert.IsType<AuditVerdict>((await LinesAsync())[^1]).Verified);
    }

    [Fact]
    public async Task Something_changed_behind_its_back_is_found()
    {
        await LiveAsync();
        var key = AuctionKeys.Head(House.Auction);
        var (content, etag) = (await _house.Documents.FindAsync(key, Cancellation))!.Value;
        var forged = System.Text.Encoding.UTF8.GetString(content).Replace("\"l\":30", "\"l\":31", StringComparison.Ordinal);
        Assert.True(await _house.Documents.TryWriteAsync(key, System.Text.Encoding.UTF8.GetBytes(forged), etag, Cancellation));

        Assert.False(Assert.IsType<AuditVerdict>((await LinesAsync())[^1]).Verified);
    }

    private async Task LiveAsync()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(startingPrice: 10) with { ReservePrice = 19.17m }));
        await _house.First.SendAsync(_house.Raising("ann", 30, "1"));
        await _house.First.SendAsync(_house.RaisingUpTo("bob", 77.31m, "2"));
        await _house.First.SendAsync(_house.Raising("ann", 40, "3"));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Increment, "4") with { Step = 2 });
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "5"));
        await _house.First.SendAsync(_house.Raising("ann", 50, "6"));
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Resume, "7"));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Void, "8", "ada") with { Bid = 3, Why = "a nought too many" });
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Hammer, "9"));
        _house.Time.Advance(AuctionRules.ClosingGrace);
        await _house.First.Lifetime.AdvanceAsync(House.Auction, Cancellation);
    }

    private async Task<List<object>> LinesAsync() =>
        [.. (await new AuctionAudit(_house.Documents).ReadAsync(House.Auction, Cancellation))!];
}
