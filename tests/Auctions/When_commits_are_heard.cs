using System.Collections.Concurrent;
using Auctions.Ordering;
using Auctions.Outbox;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Sweeping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Tests;

/// <summary>What metrics learn of commits and of the whole house.</summary>
public sealed class When_commits_are_heard
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly House _house = new();
    private readonly Heard _heard = new();
    private readonly CommandOrder _order;
    private readonly AuctionStore _store;

    public When_commits_are_heard()
    {
        _store = new AuctionStore(_house.Documents, _house.Time, options: new() { Jitter = TimeSpan.Zero }, listener: _heard);
        _order = new CommandOrder(_store, _house.Time);
    }

    [Fact]
    public async Task A_commit_is_told_with_the_heads_before_and_after()
    {
        await _house.First.SendAsync(_house.Opening());
        await _order.AcceptAsync(_house.Raising("ann", 10, "r1"), isOverloaded: false, CancellationToken.None);
        await _order.DecideAsync(_house.Raising("ann", 10, "r1"), CancellationToken.None);

        Assert.Equal(2, _heard.Commits.Count);
        var (before, after) = _heard.Commits.Last();
        Assert.Single(before!.Pending);
        Assert.Empty(after.Pending);
        Assert.Equal(CommandIds.New(House.Auction, "r1"), after.Decisions[^1].Command);
        Assert.Equal((0, 0), (_heard.Conflicts, _heard.Failures));
    }

    [Fact]
    public async Task A_command_that_is_decided_already_is_no_commit()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 10, "r1"));
        await _order.DecideAsync(_house.Raising("ann", 10, "r1"), CancellationToken.None);

        Assert.Empty(_heard.Commits);
    }

    [Theory]
    [InlineData(nameof(StoreFault.Conflict), 1, 0)]
    [InlineData(nameof(StoreFault.Refused), 0, 1)]
    public async Task A_try_that_fails_is_told_and_the_next_commits(string fault, int conflicts, int failures)
    {
        await _house.First.SendAsync(_house.Opening());
        var writes = 0;
        _house.Documents.Fault = (call, _) =>
            call == StoreCall.TryWrite && writes++ == 0 ? Enum.Parse<StoreFault>(fault) : StoreFault.None;
        await _order.AcceptAsync(_house.Raising("ann", 10, "r1"), isOverloaded: false, CancellationToken.None);

        Assert.Equal((1, conflicts, failures), (_heard.Commits.Count, _heard.Conflicts, _heard.Failures));
    }

    [Fact]
    public async Task A_sweep_counts_the_house()
    {
        await _house.First.SendAsync(_house.Opening(auction: "open", rest: "open"));
        await _house.First.SendAsync(_house.Opening(House.Terms(closesIn: 3 * Minute), "closing"));
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: 4 * Minute), "opening"));
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: 40 * Minute), "later"));
        await _house.First.SendAsync(_house.Raising("ann", 10, "r1", "open"));
        await _house.First.SendAsync(_house.Raising("bob", 11, "r2", "open"));
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await _order.AcceptAsync(_house.Raising("cid", 12, "r3", "open"), isOverloaded: false, CancellationToken.None);
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync();

        var figures = _heard.Figures!;
        Assert.Equal((2, 2, 0), (figures.Open, figures.Scheduled, figures.Paused));
        Assert.Equal((1, 1), (figures.OpeningSoon, figures.ClosingSoon));
        Assert.Equal(2, figures.Participants);
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (figures.Pending, figures.OldestPending));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (figures.OpeningOverdue, figures.ClosingOverdue));
    }

    [Fact]
    public async Task A_sweep_sees_hours_that_have_passed()
    {
        await _house.First.SendAsync(_house.Opening(House.Terms(opensIn: Minute), "late"));
        await _house.First.SendAsync(_house.Opening(House.Terms(closesIn: Minute), "endless"));
        _house.Time.Advance(Minute + AuctionRules.ClosingGrace + TimeSpan.FromSeconds(7));
        await SweepAsync();

        Assert.Equal(
            (TimeSpan.FromSeconds(7) + AuctionRules.ClosingGrace, TimeSpan.FromSeconds(7)),
            (_heard.Figures!.OpeningOverdue, _heard.Figures.ClosingOverdue));
    }

    private async Task SweepAsync()
    {
        var sweep = new AuctionSweep(
            _house.Index, _store, _house.Documents, _order, new UnscheduledCommands(_store, _house.Documents, _house.Lifetimes),
            new AuctionOutbox(_store, _house.Publisher), _house.Time, NullLogger<AuctionSweep>.Instance, listener: _heard);
        await sweep.SweepOnceAsync(CancellationToken.None);
    }

    private sealed class Heard : ICommitListener, IHouseListener
    {
        private int _conflicts;
        private int _failures;

        public ConcurrentQueue<(AuctionHead? Before, AuctionHead After)> Commits { get; } = new();

        public int Conflicts => _conflicts;

        public int Failures => _failures;

        public HouseFigures? Figures { get; private set; }

        public void Committed(AuctionHead? before, AuctionHead after, TimeSpan took) => Commits.Enqueue((before, after));

        public void Conflicted() => Interlocked.Increment(ref _conflicts);

        public void Failed() => Interlocked.Increment(ref _failures);

        public void Swept(HouseFigures figures) => Figures = figures;
    }
}
