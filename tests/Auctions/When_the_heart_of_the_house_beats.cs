using Auctions.Outages;
using Auctions.Rules;
using Auctions.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Tests;

/// <summary>Workers show that they can commit; a gap is an outage.</summary>
public sealed class When_the_heart_of_the_house_beats
{
    private static readonly HouseOptions Rules = new() { OutagePolicy = OutagePolicy.Extend };

    private readonly MemoryDocuments _documents = new();
    private readonly SteppingClock _time = new(House.Noon);
    private readonly HouseOutages _one;
    private readonly HouseOutages _other;

    public When_the_heart_of_the_house_beats() => (_one, _other) = (Worker(), Worker());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_house_that_was_never_up_was_not_down()
    {
        await _one.BeatAsync(Cancellation);

        Assert.Empty(await OutagesAsync(_one));
    }

    [Fact]
    public async Task One_worker_writes_for_all()
    {
        for (var second = 0; second < 60; second++)
        {
            await _one.BeatAsync(Cancellation);
            await _other.BeatAsync(Cancellation);
            _time.Advance(HouseOutages.Period);
        }

        Assert.InRange(_documents.Count(StoreCall.TryWrite), 30, 31);
        Assert.Empty(await OutagesAsync(_other));
    }

    [Fact]
    public async Task A_gap_is_an_outage_only_when_it_is_long()
    {
        await _one.BeatAsync(Cancellation);
        _time.Advance(Rules.OutageAfter);
        await _one.BeatAsync(Cancellation);
        Assert.Empty(await OutagesAsync(_one));

        var from = _time.GetUtcNow();
        _time.Advance(Rules.OutageAfter + TimeSpan.FromMilliseconds(1));
        await _one.BeatAsync(Cancellation);
        Assert.Equal([new(1, from, _time.GetUtcNow())], await OutagesAsync(_one));
        Assert.Equal([new(1, from, _time.GetUtcNow())], await OutagesAsync(_other));
    }

    [Fact]
    public async Task A_worker_that_dies_or_stalls_while_another_beats_is_no_outage()
    {
        await _one.BeatAsync(Cancellation);
        for (var second = 0; second < 60; second++)
        {
            await _other.BeatAsync(Cancellation);
            _time.Advance(HouseOutages.Period);
        }

        await _one.BeatAsync(Cancellation);
        await Worker().BeatAsync(Cancellation);
        Assert.Empty(await OutagesAsync(_one));
    }

    [Fact]
    public async Task A_store_that_is_down_is_an_outage_although_all_workers_run()
    {
        await _one.BeatAsync(Cancellation);
        _documents.Fault = (_, _) => StoreFault.Refused;
        for (var second = 0; second < 30; second++)
        {
            _time.Advance(HouseOutages.Period);
            await Assert.ThrowsAsync<TimeoutException>(() => _one.BeatAsync(Cancellation));
        }

        await Assert.ThrowsAsync<TimeoutException>(async () => await _one.FindRuleAsync(Cancellation));
        _documents.Fault = null;
        await _one.BeatAsync(Cancellation);
        Assert.Equal([new(1, House.Noon, House.Noon.AddSeconds(30))], await OutagesAsync(_one));
    }

    [Fact]
    public async Task A_beat_whose_answer_gets_lost_is_a_beat()
    {
        await _one.BeatAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(30));
        _documents.Fault = (call, _) => call == StoreCall.TryWrite ? StoreFault.Unknown : StoreFault.None;
        await Assert.ThrowsAsync<TimeoutException>(() => _one.BeatAsync(Cancellation));
        _documents.Fault = null;

        Assert.Equal([new(1, House.Noon, House.Noon.AddSeconds(30))], await OutagesAsync(_one));
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_no_later_beat()
    {
        var sign = new TaskCompletionSource();
        var worker = new HouseOutages(new HeldDocuments(_documents, sign.Task), _time, NullLogger<HouseOutages>.Instance, Rules);
        var beat = worker.BeatAsync(Cancellation);
        var other = worker.FindRuleAsync(Cancellation).AsTask();
        Assert.False(beat.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beat);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);

        sign.SetResult();
        await worker.BeatAsync(Cancellation);
        Assert.Empty(await OutagesAsync(worker));
    }

    [Theory]
    [InlineData(1), InlineData(-1)]
    public async Task A_clock_that_steps_makes_no_outage(int hours)
    {
        await _one.BeatAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Step = TimeSpan.FromHours(hours);
        for (var second = 0; second < 5; second++)
        {
            await _one.BeatAsync(Cancellation);
            _time.Advance(HouseOutages.Period);
        }

        Assert.Empty(await OutagesAsync(_one));
    }

    [Fact]
    public async Task A_worker_that_starts_with_a_wrong_clock_does_not_know_and_records_nothing()
    {
        var itsTime = new FakeTimeProvider(House.Noon.AddHours(1));
        var wrong = Worker(itsTime);
        for (var second = 0; second < 60; second++)
        {
            await _one.BeatAsync(Cancellation);
            await wrong.BeatAsync(Cancellation);
            Assert.Null(await wrong.FindRuleAsync(Cancellation));
            _time.Advance(HouseOutages.Period);
            itsTime.Advance(HouseOutages.Period);
        }

        Assert.Empty(await OutagesAsync(_one));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_over_a_long_stop_still_leaves_an_outage_of_its_length()
    {
        await _one.BeatAsync(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(5));
        _time.Step = TimeSpan.FromHours(-1);

        Assert.Equal(TimeSpan.FromMinutes(5), Assert.Single(await OutagesAsync(_one)).Length);
    }

    [Fact]
    public async Task Only_the_last_outages_are_kept_and_their_ids_go_on()
    {
        for (var outage = 0; outage <= HouseOutages.MostKept + 3; outage++)
        {
            await _one.BeatAsync(Cancellation);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var kept = await OutagesAsync(_other, isNew: true);
        Assert.Equal(Enumerable.Range(5, HouseOutages.MostKept).Select(id => (long)id), kept.Select(outage => outage.Id));
    }

    [Theory]
    [InlineData("00:00:04", "00:01:00", "House:OutageAfter")]
    [InlineData("10.00:00:00", "00:01:00", "House:OutageAfter")]
    [InlineData("00:00:10", "-00:00:01", "House:OutageNotice")]
    [InlineData("00:00:10", "02:00:00", "House:OutageNotice")]
    public void A_setting_that_makes_no_sense_is_named(string after, string notice, string setting)
    {
        var options = new HouseOptions
        {
            OutageAfter = TimeSpan.Parse(after, System.Globalization.CultureInfo.InvariantCulture),
            OutageNotice = TimeSpan.Parse(notice, System.Globalization.CultureInfo.InvariantCulture),
        };

        Assert.StartsWith(setting, Assert.Single(options.Problems()), StringComparison.Ordinal);
        Assert.Empty(new HouseOptions().Problems());
        Assert.StartsWith(
            "House:OutagePolicy", Assert.Single(new HouseOptions { OutagePolicy = (OutagePolicy)7 }.Problems()), StringComparison.Ordinal);
    }

    private HouseOutages Worker(TimeProvider? time = null) => new(_documents, time ?? _time, NullLogger<HouseOutages>.Instance, Rules);

    private async Task<IReadOnlyList<Outage>> OutagesAsync(HouseOutages worker, bool isNew = false)
    {
        if (isNew)
        {
            await worker.FindRuleAsync(Cancellation);
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        return (await worker.FindRuleAsync(Cancellation))!.Outages;
    }

    /// <summary>A clock that can be set wrong. Its timestamps don't depend on it.</summary>
    private sealed class SteppingClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
