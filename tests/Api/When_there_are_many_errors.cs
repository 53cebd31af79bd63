using Auctions.ServiceDefaults.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Api.Tests;

public sealed class When_there_are_many_errors
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReportLimit _limit;

    public When_there_are_many_errors() => _limit = new(_time);

    [Fact]
    public void Some_of_a_group_are_sent_a_minute()
    {
        for (var sent = 0; sent < ReportLimit.MostOfAGroup; sent++)
            Assert.Equal(0, _limit.Admit("a"));

        Assert.Null(_limit.Admit("a"));
        Assert.Equal(0, _limit.Admit("b"));
    }

    [Fact]
    public void The_next_minute_says_how_many_were_left_out()
    {
        for (var failure = 0; failure < 1_000; failure++)
            _limit.Admit("a");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1_000 - ReportLimit.MostOfAGroup, _limit.Admit("a"));
        Assert.Equal(0, _limit.Admit("a"));
    }

    [Fact]
    public void There_is_a_limit_over_all_groups()
    {
        var sent = Enumerable.Range(0, 1_000).Count(group => _limit.Admit($"{group}") is not null);

        Assert.Equal(ReportLimit.Most, sent);
    }
}
