using Auctions.Bus;
using Auctions.Events;
using Auctions.Raising;
using Auctions.Store;

namespace Auctions.Tests;

public sealed class When_a_worker_dies_midway
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly House _house = new();

    [Fact]
    public async Task An_event_that_it_committed_and_did_not_publish_is_published_by_another()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.Heads.RaiseAsync(_house.Raising("ann", 12, "1"), CancellationToken.None);
        var other = new House.Worker(_house);

        await other.Sweep.SweepOnceAsync(CancellationToken.None);
        Assert.Equal([1], _house.Publisher.Seqs);
        _house.Time.Advance(Patience);
        Assert.Equal(1, await other.Sweep.SweepOnceAsync(CancellationToken.None));
        Assert.Equal([1, 2], _house.Publisher.Seqs);

        _house.Time.Advance(Patience);
        Assert.Equal(0, await other.Sweep.SweepOnceAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_it_published_is_said_in_the_head_though_no_raise_follows()
    {
        await _house.First.SendAsync(_house.Opening());
        await _house.First.SendAsync(_house.Raising("ann", 12, "1"));
        Assert.NotEmpty((await _house.HeadAsync()).Unpublished);

        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await _house.First.Sweep.SweepOnceAsync(CancellationToken.None);
        Assert.Empty((await _house.HeadAsync()).Unpublished);
    }

    [Fact]
    public async Task Its_steps_done_again_elsewhere_end_what_it_began()
    {
        await _house.First.SendAsync(_house.Opening());
        var raise = _house.Raising("ann", 12, "1");
        await new AddUserToAuction(_house.First.Heads).HandleAsync(raise, new());
        await new CheckBidAmount(_house.First.Order).HandleAsync(raise, new());

        var other = new House.Worker(_house);
        Assert.Equal(Outcome.Succeeded(2), await other.SendAsync(raise));
        await other.Sweep.SweepOnceAsync(CancellationToken.None);
        _house.Time.Advance(TimeSpan.FromSeconds(2));
        await other.Sweep.SweepOnceAsync(CancellationToken.None);
        Assert.Contains(2, _house.Publisher.Seqs);
        Assert.Equal(1, (await _house.ViewAsync()).Participants);
    }

    [Fact]
    public async Task Each_step_alone_in_a_process_of_its_own_does_the_same()
    {
        await _house.First.SendAsync(_house.Opening());
        var raise = _house.Raising("ann", 12, "1");
        var context = new CommandContext();
        context.Outcome = await new AddUserToAuction(new House.Worker(_house).Heads).HandleAsync(raise, context);
        context.Outcome = await new CheckBidAmount(new House.Worker(_house).Order).HandleAsync(raise, context);
        var recorded = Assert.IsType<AuctionRaisedEvent>(Assert.Single(context.Events));

        // What a workflow passes along is written and read between the steps.
        var next = new CommandContext { Outcome = context.Outcome };
        next.Record(EventJson.Read(EventJson.Write(recorded)));
        await new NotifyParticipants(new(new House.Worker(_house).Heads, _house.Publisher), _house.Publisher, _house.Lifetimes).HandleAsync(raise, next);
        Assert.Equal([1, 2], _house.Publisher.Seqs);
    }

    [Fact]
    public async Task A_write_whose_answer_got_lost_has_happened_once()
    {
        await _house.First.SendAsync(_house.Opening());
        var lost = 1;
        _house.Documents.Fault = (call, _) =>
            call == StoreCall.TryWrite && Interlocked.Decrement(ref lost) == 0 ? StoreFault.Unknown : StoreFault.None;

        var outcome = await _house.First.Heads.RaiseAsync(_house.Raising("ann", 12, "1"), CancellationToken.None);
        Assert.Equal(Outcome.Succeeded(2), outcome);
        Assert.Equal(2, (await _house.HistoryAsync()).Count);
    }

    [Fact]
    public async Task Half_sealed_pages_are_sealed_again_before_anything_is_trimmed()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Documents.Fault = (call, _) => call == StoreCall.WriteSealed ? StoreFault.Unknown : StoreFault.None;
        for (var at = 0; at < 100; at++)
            await _house.First.SendAsync(_house.Raising("ann", 1, $"l{at}"));
        Assert.Equal(0, (await _house.HeadAsync()).SealedDecisions);

        _house.Documents.Fault = null;
        var other = new House.Worker(_house);
        await other.SendAsync(_house.Raising("ann", 1, "sealing"));
        await other.SendAsync(_house.Raising("ann", 1, "trimming"));
        Assert.Equal(64, (await _house.HeadAsync()).SealedDecisions);
        Assert.Equal("rejected", (await _house.Reader.CommandAsync($"{House.Auction}.l0", CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task A_store_that_is_down_is_reported_and_the_same_command_succeeds_later()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Documents.Fault = (_, _) => StoreFault.Refused;
        var raise = _house.Raising("ann", 12, "1");
        var failure = await Assert.ThrowsAsync<AuctionBusyException>(() => _house.First.SendAsync(raise));
        Assert.IsType<TimeoutException>(failure.InnerException);

        _house.Documents.Fault = null;
        Assert.Equal(Outcome.Succeeded(2), await _house.First.SendAsync(raise));
    }

    [Fact]
    public async Task A_head_that_others_always_change_first_is_busy()
    {
        await _house.First.SendAsync(_house.Opening());
        _house.Documents.Fault = (call, _) => call == StoreCall.TryWrite ? StoreFault.Conflict : StoreFault.None;
        var failure = await Assert.ThrowsAsync<AuctionBusyException>(() => _house.First.SendAsync(_house.Raising("ann", 12, "1")));
        Assert.Contains(House.Auction, failure.Message, StringComparison.Ordinal);
        Assert.Contains("10 tries", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_head_is_named_and_left_as_it_is()
    {
        await _house.Documents.TryWriteAsync(AuctionKeys.Head(House.Auction), "{\"stat"u8.ToArray(), null, CancellationToken.None);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => _house.First.SendAsync(_house.Raising("ann", 12, "1")));
        Assert.Contains("auction:lot-1", failure.Message, StringComparison.Ordinal);
    }
}
