using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Auctions.Bus;
using Auctions.Worker.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Worker.Tests.Fixtures;

namespace Worker.Tests;

public sealed class When_commands_are_measured : IDisposable
{
    // Commits and the house are measured too, by the same meter.
    private static readonly string[] OfCommands =
    [
        "auctions.commands", "auctions.commands.in_flight", "auctions.command.duration", "auctions.command.age", "auctions.events",
    ];

    private readonly WorkerUnderTest _worker = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _measured = new();

    public When_commands_are_measured()
    {
        var factory = _worker.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (OfCommands.Contains(instrument.Name) && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value > 0 ? "+" : "-", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value is >= 0 and < 60 ? "s" : "?", tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task Raises_are_counted_by_outcome_and_timed()
    {
        await _worker.OpenAsync();
        _measured.Clear();
        await _worker.Dispatch(_worker.Raise("r1", "bob", 12));
        await _worker.Dispatch(_worker.Raise("r2", "carol", 12));
        await _worker.Dispatch("Nonsense", "{}"u8.ToArray());

        Assert.Equal(
            [
                "+auctions.commands.in_flight", "+auctions.events type=raised", "-auctions.commands.in_flight",
                "sauctions.command.duration command=AuctionRaise outcome=succeeded", "+auctions.commands command=AuctionRaise outcome=succeeded",
                "+auctions.commands.in_flight", "-auctions.commands.in_flight",
                "sauctions.command.duration command=AuctionRaise outcome=rejected",
                "+auctions.commands command=AuctionRaise outcome=rejected reason=too-low",
                "+auctions.commands.in_flight", "-auctions.commands.in_flight",
                "sauctions.command.duration command=unknown outcome=invalid", "+auctions.commands command=unknown outcome=invalid",
            ],
            _measured);
    }

    [Fact]
    public async Task A_durable_raise_is_counted_when_it_is_decided_and_not_when_it_is_taken()
    {
        await _worker.OpenAsync();
        _measured.Clear();
        var metrics = _worker.Services.GetRequiredService<AuctionMetrics>();
        metrics.Started();
        metrics.Ended("AuctionRaise", Outcome.Pending(), TimeSpan.FromMilliseconds(2));
        metrics.Decided("AuctionRaise", Outcome.Rejected("too-low"), TimeSpan.FromMilliseconds(20));

        Assert.Equal(
            [
                "+auctions.commands.in_flight", "-auctions.commands.in_flight",
                "sauctions.command.duration command=AuctionRaise outcome=pending",
                "sauctions.command.age command=AuctionRaise outcome=rejected",
                "+auctions.commands command=AuctionRaise outcome=rejected reason=too-low",
            ],
            _measured);
    }

    private void Keep(Instrument instrument, string sign, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = $"{sign}{instrument.Name}";
        foreach (var (key, value) in tags)
            text += $" {key}={value}";
        _measured.Enqueue(text);
    }
}
