using Auctions.Worker.Workflows;
using Microsoft.Extensions.Time.Testing;

namespace Worker.Tests;

public sealed class When_the_work_is_behind
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly Backlog _backlog;

    public When_the_work_is_behind() => _backlog = new Backlog(_clock);

    [Fact]
    public async Task Commands_are_taken_at_once_while_it_is_not()
    {
        Assert.True(await MayTake());
        _backlog.NoteStart(_clock.GetUtcNow() - Backlog.Slack);
        Assert.True(await MayTake());
    }

    [Fact]
    public async Task They_are_taken_more_slowly_behind_a_little()
    {
        _backlog.NoteStart(_clock.GetUtcNow() - Backlog.Slack - TimeSpan.FromSeconds(1));
        var taking = _backlog.AdmitAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(taking.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(await taking);
    }

    [Fact]
    public async Task They_are_turned_away_behind_a_lot_until_that_is_long_ago()
    {
        _backlog.NoteStart(_clock.GetUtcNow() - Backlog.Most);
        Assert.False(await MayTake());
        _clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.True(await MayTake());
    }

    private ValueTask<bool> MayTake() => _backlog.AdmitAsync(TestContext.Current.CancellationToken);
}
