using Auctions.AppHost.Supervision;
using Microsoft.Extensions.Time.Testing;

namespace AppHost.Tests;

public sealed class When_a_process_keeps_dying
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_restarted_after_ever_longer_delays()
    {
        var backoff = new RestartBackoff(_time);
        var delays = Enumerable.Range(0, 8).Select(_ => backoff.Died().TotalSeconds);

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15], delays);
        Assert.Equal(8, backoff.Restarts);
    }

    [Fact]
    public void After_a_stable_time_the_delays_begin_again()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Died();
        backoff.Died();
        backoff.Started();
        _time.Advance(RestartBackoff.Stable);

        Assert.Equal(RestartBackoff.First, backoff.Died());
        Assert.Equal(3, backoff.Restarts);
    }

    [Fact]
    public void After_a_shorter_time_they_do_not()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Died();
        backoff.Started();
        _time.Advance(RestartBackoff.Stable - TimeSpan.FromTicks(1));

        Assert.Equal(RestartBackoff.First * 2, backoff.Died());
    }
}
