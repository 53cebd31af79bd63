using Auctions.Pusher;
using Pusher.Tests.Fixtures;
using Tests.Metrics;

namespace Pusher.Tests;

public sealed class When_delivery_is_measured : IDisposable
{
    // The listener hears of the pushers of other tests too, so each test here looks at an hour that is its own.
    private readonly House _house = new();
    private readonly Measured _measured = new(PusherMetrics.MeterName);

    public When_delivery_is_measured() => _house.Reader.Views["a1"] = Auctioned.View(3);

    public void Dispose()
    {
        _measured.Dispose();
        _house.Dispose();
    }

    [Fact]
    public void A_pusher_measures_what_the_page_of_metrics_says_and_nothing_else() => Assert.Equal(
        DocumentedMetric.Section(PusherMetrics.MeterName).Select(metric => metric with { Attributes = "" })
            .OrderBy(metric => metric.Name, StringComparer.Ordinal),
        _measured.Documentation.Distinct());

    [Fact]
    public async Task An_event_is_measured_once_the_last_socket_has_it()
    {
        var delay = TimeSpan.FromSeconds(12_345);
        var (quick, slow) = (_house.Watcher(), _house.Watcher());
        await quick.FramesAsync();
        await slow.FramesAsync();
        var standing = slow.Socket.Stand = new TaskCompletionSource();
        _house.Time.SetUtcNow(Auctioned.At(4).At + delay);
        _house.Deliver(4);
        await quick.FramesAsync();
        Assert.DoesNotContain(delay.TotalSeconds, _measured.Values("auctions.pusher.fan_out.delay"));

        slow.Socket.Stand = null;
        standing.SetResult();
        await slow.FramesAsync();
        Assert.Contains(delay.TotalSeconds, _measured.Values("auctions.pusher.fan_out.delay"));
        Assert.Contains(delay.TotalSeconds, _measured.Values("auctions.pusher.delivery.delay"));
    }

    [Fact]
    public async Task A_socket_that_is_closed_before_its_turn_does_not_hold_the_measurement_up()
    {
        var delay = TimeSpan.FromSeconds(23_456);
        var (quick, slow) = (_house.Watcher(), _house.Watcher());
        await quick.FramesAsync();
        await slow.FramesAsync();
        slow.Socket.Stand = new TaskCompletionSource();
        _house.Time.SetUtcNow(Auctioned.At(4).At + delay);
        _house.Deliver(4);
        await quick.FramesAsync();
        slow.Connection.Gone();
        await slow.Writing;

        Assert.Contains(delay.TotalSeconds, _measured.Values("auctions.pusher.fan_out.delay"));
    }

    [Fact]
    public void An_event_that_nobody_watches_is_delivered_and_not_fanned_out()
    {
        var delay = TimeSpan.FromSeconds(34_567);
        _house.Time.SetUtcNow(Auctioned.At(4).At + delay);
        _house.Deliver(4);

        Assert.Contains(delay.TotalSeconds, _measured.Values("auctions.pusher.delivery.delay"));
        Assert.DoesNotContain(delay.TotalSeconds, _measured.Values("auctions.pusher.fan_out.delay"));
    }

    [Fact]
    public void An_event_that_cannot_be_read_is_counted()
    {
        using var metrics = new PusherMetrics();
        metrics.Dropped();
        metrics.Refused("token");

        Assert.Contains(1.0, Now("auctions.pusher.events.dropped"));
        Assert.Contains(1.0, Now("auctions.pusher.refusals reason=token"));
    }

    private IReadOnlyList<double> Now(string instrument)
    {
        _measured.Now(instrument);
        return _measured.Values(instrument);
    }
}
