using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Views;
using Auctions.Rules;
using Auctions.Sessions;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_a_session_is_held
{
    private const string Session = "sale";
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private readonly House _house = new();

    [Fact]
    public async Task Its_lots_are_auctions_and_the_first_opens_at_its_hour()
    {
        await OpenAsync(Following(3));

        var view = await ViewAsync();
        Assert.Equal([AuctionStatus.Open, AuctionStatus.Waiting, AuctionStatus.Waiting], view.Lots.Select(lot => lot.Status));
        Assert.Equal(AuctionStatus.Open, view.Status);
        Assert.Equal([House.Noon, House.Noon + Lasts + Gap, House.Noon + ((Lasts + Gap) * 2)], view.Lots.Select(lot => lot.OpensAt));
        Assert.Equal(["sale-1", "sale-2", "sale-3"], _house.Lifetimes.Begun.Order());
        Assert.Contains(Session, _house.Lifetimes.BegunSessions);
        Assert.Equal((Session, 2), await _house.ViewAsync("sale-2") is { Session: { } session, Lot: { } lot } ? (session, lot) : default);
    }

    [Fact]
    public async Task The_next_lot_opens_a_gap_after_the_close_of_the_one_before()
    {
        await OpenAsync(Following(2));
        await RaiseAsync("sale-1", "ann", 12);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);

        var second = await _house.HeadAsync("sale-2");
        Assert.Equal(AuctionStatus.Scheduled, second.State.Status);
        Assert.Equal(House.Noon + Lasts + Gap, second.State.OpensAt);
        Assert.Equal(House.Noon + Lasts + Gap + Lasts, second.State.ClosesAt);
        Assert.Contains("sale-2", _house.Lifetimes.Woken);

        await PassAsync(Gap);
        Assert.Equal(["called", "opened"], (await _house.HistoryAsync("sale-2")).Select(happened => happened.Type));
        Assert.Equal(OutcomeKind.Succeeded, (await RaiseAsync("sale-2", "bob", 10)).Kind);
        Assert.Equal(("ann", 12m), (await ViewAsync()).Lots[0] is { Winner: { } winner, Price: var price } ? (winner, price) : default);
    }

    [Fact]
    public async Task A_lot_whose_turn_has_not_come_takes_no_raise_even_at_the_hour_that_was_expected()
    {
        await OpenAsync(Following(2));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "p1", auction: "sale-1"));
        await PassAsync((Lasts * 3) + Gap);

        Assert.Equal(Rejections.NotOpen, (await RaiseAsync("sale-2", "bob", 10)).Reason);
        Assert.Equal(AuctionStatus.Waiting, (await ViewAsync()).Lots[1].Status);
        Assert.Equal(AuctionStatus.Waiting, (await _house.ViewAsync("sale-2")).Status);
        Assert.Equal(AuctionStatus.Paused, (await ViewAsync()).Lots[0].Status);
    }

    [Fact]
    public async Task A_lot_that_is_hammered_brings_the_next_one_forward_and_one_that_goes_on_puts_it_off()
    {
        await OpenAsync(Following(3));
        await PassAsync(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Hammer, "h1", auction: "sale-1"));
        await PassAsync(AuctionRules.ClosingGrace);
        var second = House.Noon + TimeSpan.FromMinutes(1) + Gap;
        Assert.Equal(second, (await ViewAsync()).Lots[1].OpensAt);

        await PassAsync(Gap);
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "p2", auction: "sale-2"));
        await PassAsync(TimeSpan.FromMinutes(20));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Resume, "r2", auction: "sale-2"));
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        var lots = (await ViewAsync()).Lots;
        Assert.Equal(AuctionStatus.Closed, lots[1].Status);
        Assert.Equal(lots[1].ClosesAt + Gap, lots[2].OpensAt);
        Assert.Equal(AuctionStatus.Scheduled, lots[2].Status);
    }

    [Fact]
    public async Task Its_followers_hear_at_once_that_the_hammer_fell_on_a_lot()
    {
        await OpenAsync(Following(2));
        await PassAsync(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Hammer, "h1", auction: "sale-1"));
        Assert.Contains("sale-1", _house.Lifetimes.Woken);
        await PassAsync(TimeSpan.Zero);

        var told = Assert.IsType<LotChangedEvent>(_house.Publisher.Published.Last(happened => happened.Stream == Session));
        Assert.Equal((1, AuctionStatus.Open, _house.Time.GetUtcNow()), (told.Lot, told.Status, told.ClosesAt));
        Assert.Equal(told.ClosesAt, (await ViewAsync()).Lots[0].ClosesAt);
    }

    [Fact]
    public async Task A_lot_that_a_raise_opens_before_its_life_has_heard_of_the_call_is_woken()
    {
        await OpenAsync(Following(2) with { Gap = TimeSpan.Zero });
        _house.Time.Advance(Lasts + AuctionRules.ClosingGrace);
        await _house.First.Lifetime.AdvanceAsync("sale-1", CancellationToken.None);

        // Who calls it dies with the call committed, and before anybody goes on there is a raise.
        var now = _house.Time.GetUtcNow();
        await _house.First.Heads.CallAsync("sale-2", now, now, CancellationToken.None);
        Assert.Equal(OutcomeKind.Succeeded, (await RaiseAsync("sale-2", "bob", 10)).Kind);
        await _house.First.Sessions.AdvanceAsync(Session, CancellationToken.None);

        Assert.Contains("sale-2", _house.Lifetimes.Woken);
    }

    [Fact]
    public async Task A_called_lot_is_listed_as_what_it_is()
    {
        await OpenAsync(Following(2));
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        Assert.Equal(["sale-2"], await ListAsync(AuctionStatus.Scheduled));

        await PassAsync(Gap);
        Assert.Equal(["sale-2"], await ListAsync(AuctionStatus.Open));
        Assert.Empty(await ListAsync(AuctionStatus.Scheduled));
    }

    [Fact]
    public async Task Its_opening_is_told_at_once_however_busy_the_auctioneer_was_before()
    {
        await OpenAsync(Following(2));
        foreach (var step in new[] { 2, 3, 4 })
            await _house.First.SendAsync(_house.Wishing(DecisionKind.Increment, $"i{step}", auction: "sale-2") with { Step = step });
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        await PassAsync(Gap);

        Assert.Equal(
            ["increment", "increment", "increment", "called", "opened"],
            _house.Publisher.Published.Where(happened => happened.Stream == "sale-2").DistinctBy(happened => ((ISequenced)happened).Seq).Select(happened => happened.Type));
    }

    [Fact]
    public async Task Lots_that_begin_to_wait_do_not_wake_it()
    {
        await OpenAsync(Following(5));
        foreach (var lot in (await StateAsync()).Lots)
            await _house.First.Lifetime.AdvanceAsync(lot.Auction, CancellationToken.None);

        // The first has opened.
        Assert.Equal([Session], _house.Lifetimes.WokenSessions);
    }

    [Fact]
    public async Task A_lot_that_is_bought_ends_at_once_and_the_next_follows()
    {
        await OpenAsync(Following(2, terms => terms with { BuyNowPrice = 50 }));
        await PassAsync(TimeSpan.FromSeconds(10));
        await RaiseAsync("sale-1", "ann", 50);
        await PassAsync(TimeSpan.Zero);

        Assert.Equal(House.Noon + TimeSpan.FromSeconds(10) + Gap, (await ViewAsync()).Lots[1].OpensAt);
    }

    [Fact]
    public async Task Lots_that_are_called_off_are_passed_over()
    {
        await OpenAsync(Following(4));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Cancel, "c3", auction: "sale-3"));
        await PassAsync(TimeSpan.FromMinutes(1));
        await _house.First.SendAsync(_house.Wishing(DecisionKind.Cancel, "c1", auction: "sale-1"));
        await PassAsync(TimeSpan.Zero);
        Assert.Equal(House.Noon + TimeSpan.FromMinutes(1) + Gap, (await ViewAsync()).Lots[1].OpensAt);

        await PassAsync(Gap + Lasts + AuctionRules.ClosingGrace);
        var lots = (await ViewAsync()).Lots;
        Assert.Equal(lots[1].ClosesAt + Gap, lots[3].OpensAt);
        Assert.Equal(AuctionStatus.Scheduled, lots[3].Status);
    }

    [Fact]
    public async Task A_gap_shorter_than_the_grace_of_a_close_is_as_long_as_the_close_takes()
    {
        await OpenAsync(Following(2) with { Gap = TimeSpan.Zero });
        await PassAsync(Lasts + AuctionRules.ClosingGrace);

        Assert.Equal(House.Noon + Lasts + AuctionRules.ClosingGrace, (await _house.HeadAsync("sale-2")).State.OpensAt);
    }

    [Fact]
    public async Task Staggered_lots_open_at_their_hours_whatever_becomes_of_the_others()
    {
        await OpenAsync(Staggered(3));
        var planned = (await ViewAsync()).Lots;
        Assert.Equal([House.Noon, House.Noon + Interval, House.Noon + (Interval * 2)], planned.Select(lot => lot.OpensAt));
        Assert.All(planned, lot => Assert.Equal(Lasts, lot.ClosesAt - lot.OpensAt));

        await _house.First.SendAsync(_house.Wishing(DecisionKind.Pause, "p1", auction: "sale-1"));
        await PassAsync(Interval);
        Assert.Equal([AuctionStatus.Paused, AuctionStatus.Open, AuctionStatus.Scheduled], (await ViewAsync()).Lots.Select(lot => lot.Status));
        Assert.Equal(["opened"], (await _house.HistoryAsync("sale-2")).Select(happened => happened.Type));
    }

    [Fact]
    public async Task A_lot_shows_as_open_at_its_hour_and_as_closed_once_that_is_noted()
    {
        await OpenAsync(Staggered(2));
        _house.Time.Advance(Interval);
        Assert.Equal([AuctionStatus.Open, AuctionStatus.Open], (await ViewAsync()).Lots.Select(lot => lot.Status));

        // By the clock alone the first would be over; whether a raise has put that off its own document knows.
        _house.Time.Advance(Lasts - Interval);
        Assert.Equal(AuctionStatus.Open, (await ViewAsync()).Lots[0].Status);
        await PassAsync(AuctionRules.ClosingGrace);
        Assert.Equal(AuctionStatus.Closed, (await ViewAsync()).Lots[0].Status);
    }

    [Fact]
    public async Task A_list_of_sessions_says_how_far_each_is_and_a_list_of_auctions_may_leave_the_lots_out()
    {
        await OpenAsync(Following(3));
        await _house.First.SendAsync(_house.Opening());
        await RaiseAsync("sale-1", "ann", 12);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        await PassAsync(Gap);

        var summary = Assert.Single(await new SessionReader(_house.Documents, _house.Time).ListAsync(CancellationToken.None));
        Assert.Equal((Session, AuctionStatus.Open, House.Noon, 3, 1, 2), (summary.Id, summary.Status, summary.OpensAt, summary.Lots, summary.Sold, summary.Lot));
        Assert.Equal(4, (await _house.Reader.ListAsync(null, withLots: true, CancellationToken.None)).Count);
        Assert.Null(Assert.Single(await _house.Reader.ListAsync(null, withLots: false, CancellationToken.None)).Session);
    }

    [Fact]
    public async Task A_session_that_opens_later_has_nothing_open_before()
    {
        await OpenAsync(Following(2) with { OpensAt = House.Noon.AddHours(1) });

        Assert.Equal(AuctionStatus.Scheduled, (await ViewAsync()).Status);
        Assert.Equal(Rejections.NotOpen, (await RaiseAsync("sale-1", "ann", 10)).Reason);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(AuctionStatus.Open, (await ViewAsync()).Status);
    }

    [Fact]
    public async Task Its_events_tell_every_lot_on_its_way_and_the_end()
    {
        await OpenAsync(Following(2));
        await RaiseAsync("sale-1", "ann", 12);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        await PassAsync(Gap);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);

        var told = _house.Publisher.Published.OfType<ISequenced>().Where(happened => happened.Stream == Session).ToList();
        Assert.Equal(Enumerable.Range(1, told.Count).Select(seq => (long)seq), told.Select(happened => happened.Seq));
        Assert.Equal(
            ["1 open", "1 closed", "2 scheduled", "2 open", "2 closed", "2 lots, 1 sold"],
            told.Select(happened => happened switch
            {
                LotChangedEvent lot => $"{lot.Lot} {lot.Status}".ToLowerInvariant(),
                SessionClosedEvent closed => $"{closed.Lots} lots, {closed.Sold} sold",
                _ => happened.Type,
            }));
        Assert.Empty((await StateAsync()).Unpublished);
        Assert.Equal((AuctionStatus.Closed, 1), await ViewAsync() is var view ? (view.Status, view.Sold) : default);
        Assert.All(told, happened => Assert.Equal(happened, EventJson.Read(EventJson.Write(happened))));
        Assert.All(told, happened => Assert.Equal($"{Session}/{happened.Seq}", CloudEvents.IdOf(happened)));
    }

    [Fact]
    public async Task A_view_led_on_by_its_events_is_the_view_that_is_read()
    {
        await OpenAsync(Following(2));
        var followed = await ViewAsync();
        await RaiseAsync("sale-1", "ann", 12);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        await PassAsync(Gap);

        foreach (var happened in _house.Publisher.Published.OfType<ISequenced>().Where(happened => happened.Stream == Session))
            followed = SessionViews.Apply(followed, happened);
        var read = await ViewAsync();
        Assert.Equal(read.Lots, followed.Lots);
        Assert.Equal((read.Seq, read.Status, read.Sold), (followed.Seq, followed.Status, followed.Sold));
    }

    [Fact]
    public async Task The_same_command_again_changes_nothing_and_another_cannot_have_its_id()
    {
        var opening = Opening(Following(2));
        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(opening)).Kind);
        var before = await StateAsync();
        Assert.Equal(OutcomeKind.Succeeded, (await _house.First.SendAsync(opening)).Kind);

        Assert.Equal(before.Seq, (await StateAsync()).Seq);
        Assert.Equal(Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(opening with { CommandId = "sale.other" })).Reason);
        Assert.Equal(Rejections.IdempotencyKeyReused, (await _house.First.SendAsync(opening with { Terms = Following(3) })).Reason);
    }

    [Fact]
    public async Task A_reserve_reaches_neither_view_nor_event_nor_text()
    {
        await OpenAsync(Following(2, terms => terms with { ReservePrice = 98765 }));
        await RaiseAsync("sale-1", "ann", 12);
        await PassAsync(Lasts + AuctionRules.ClosingGrace);

        Assert.Null((await ViewAsync()).Lots[0].Winner);
        var shown = System.Text.Json.JsonSerializer.Serialize(await ViewAsync(), AuctionJson.Options)
            + string.Concat(_house.Publisher.Published.Select(happened => System.Text.Encoding.UTF8.GetString(EventJson.Write(happened))))
            + await StateAsync() + (await StateAsync()).Lots[0];
        Assert.DoesNotContain("98765", shown);
        Assert.All((await StateAsync()).Lots, lot => Assert.Null(lot.Terms));
    }

    [Fact]
    public async Task A_called_lot_is_verified_by_its_audit_trail()
    {
        await OpenAsync(Following(2));
        await PassAsync(Lasts + AuctionRules.ClosingGrace);
        await PassAsync(Gap);
        await RaiseAsync("sale-2", "bob", 10);

        var lines = (await new AuctionAudit(_house.Documents).ReadAsync("sale-2", CancellationToken.None))!.ToList();
        Assert.Equal([DecisionKind.Create, DecisionKind.Call, DecisionKind.Open], lines.OfType<AuditLine>().Take(3).Select(line => line.Kind));
        Assert.True(lines.OfType<AuditVerdict>().Single().Verified);
    }

    [Fact]
    public async Task Whoever_dies_at_whichever_call_the_sale_goes_on_as_if_nobody_had()
    {
        for (var calls = 0; ; calls++)
        {
            var house = new House();
            var opening = new OpenSessionCommand("sale.open", Session, "sam", Following(2), House.Noon);
            var mortal = new House.Worker(house, diesAfterCalls: calls);
            try
            {
                await mortal.SendAsync(opening);
                house.Time.Advance(Lasts + AuctionRules.ClosingGrace);
                await mortal.Lifetime.AdvanceAsync("sale-1", CancellationToken.None);
                await mortal.Sessions.AdvanceAsync(Session, CancellationToken.None);
            }
            catch (Exception) when (mortal.Life.IsDead)
            {
                // Somebody else goes on.
            }

            await house.First.SendAsync(opening);
            house.Time.SetUtcNow(House.Noon + Lasts + AuctionRules.ClosingGrace);
            await house.First.Lifetime.AdvanceAsync("sale-1", CancellationToken.None);
            await house.First.Sessions.AdvanceAsync(Session, CancellationToken.None);

            var state = await house.First.Heads.FindAsync("sale-2", CancellationToken.None);
            Assert.True(state!.State is { Status: AuctionStatus.Scheduled, Seq: 1 }, $"Died after {calls} calls: {state.State}");
            Assert.Equal(House.Noon + Lasts + Gap, state.State.OpensAt);
            Assert.Contains("sale-2", house.Lifetimes.Woken);
            Assert.Equal(["sale-1", "sale-2"], house.Lifetimes.Begun.Order());
            Assert.Equal(["sale-1", "sale-2"], (await house.Index.ReadAsync(CancellationToken.None)).Select(line => line.Id).Order());
            var seqs = house.Publisher.Published.OfType<ISequenced>().Where(happened => happened.Stream == Session).Select(happened => happened.Seq);
            Assert.Equal([1, 2, 3], seqs.Distinct());
            if (!mortal.Life.IsDead)
                return;
        }
    }

    private static SessionTerms Following(int lots, Func<AuctionTerms, AuctionTerms>? change = null) =>
        new("A sale", null, Gap, null, [.. Enumerable.Range(1, lots).Select(_ => new LotTerms((change ?? (terms => terms))(House.Terms()), Lasts))]);

    private static SessionTerms Staggered(int lots) => Following(lots) with { Gap = null, Interval = Interval };

    private OpenSessionCommand Opening(SessionTerms terms) => new("sale.open", Session, "sam", terms, _house.Time.GetUtcNow());

    private async Task OpenAsync(SessionTerms terms)
    {
        var outcome = await _house.First.SendAsync(Opening(terms));
        Assert.True(outcome.Kind == OutcomeKind.Succeeded, $"{outcome.Kind} {string.Join("; ", outcome.Problems ?? [])}");
    }

    private Task<Outcome> RaiseAsync(string auction, string bidder, decimal amount) =>
        _house.First.SendAsync(_house.Raising(bidder, amount, $"{bidder}{amount:0}", auction));

    /// <summary>Time passes, and everybody who is woken by it does what is due, until nothing is.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _house.Time.Advance(time);
        for (var round = 0; round < 3; round++)
        {
            foreach (var lot in (await StateAsync()).Lots)
                await _house.First.Lifetime.AdvanceAsync(lot.Auction, CancellationToken.None);
            await _house.First.Sessions.AdvanceAsync(Session, CancellationToken.None);
        }
    }

    private async Task<IEnumerable<string>> ListAsync(AuctionStatus status) =>
        (await _house.Reader.ListAsync(status, withLots: true, CancellationToken.None)).Select(view => view.Id);

    private async Task<SessionState> StateAsync() =>
        (await new SessionStore(_house.Documents).FindAsync(Session, CancellationToken.None))!.Value.Session;

    private async Task<SessionView> ViewAsync() =>
        await new SessionReader(_house.Documents, _house.Time).FindAsync(Session, CancellationToken.None)
            ?? throw new InvalidOperationException("There is no session.");
}
