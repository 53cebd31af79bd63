using System.Diagnostics.Metrics;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Raising;

namespace Auctions.Worker.Measuring;

/// <summary>The business metrics: the number of raises by outcome, and how long decisions take.</summary>
internal sealed class AuctionMetrics : IRecordedEvents
{
    public const string MeterName = "Auctions.Worker";

    private static readonly string Raise = CommandCatalog.NameOf<AuctionRaiseCommand>();

    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] };

    private readonly Counter<long> _events;
    private readonly Counter<long> _raises;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _age;
    private readonly UpDownCounter<long> _inFlight;

    public AuctionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("auctions.events", "{event}", "Events of auctions that commands recorded, by type.");
        _raises = meter.CreateCounter<long>("auctions.raises", "{raise}", "Raises by outcome and, where there is one, by reason.");
        _duration = meter.CreateHistogram(
            "auctions.command.duration", "s", "From a command's arrival at the worker to its outcome.",
            advice: Buckets);
        _age = meter.CreateHistogram(
            "auctions.command.age", "s", "From a durable command's receipt to the end of its last step.", advice: Buckets);
        _inFlight = meter.CreateUpDownCounter<long>("auctions.commands.in_flight", "{command}", "Commands that are being handled.");
    }

    /// <inheritdoc/>
    public void Recorded(IReadOnlyList<object> events)
    {
        for (var at = 0; at < events.Count; at++)
            if (events[at] is IAuctionEvent happened)
                _events.Add(1, new KeyValuePair<string, object?>("type", happened.Type));
    }

    /// <summary>Counts a command that has arrived.</summary>
    public void Started() => _inFlight.Add(1);

    /// <summary>Records a command that has ended.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="outcome">The outcome; null where an exception was thrown.</param>
    /// <param name="duration">The time since the command's arrival.</param>
    public void Ended(string command, Outcome? outcome, TimeSpan duration)
    {
        var name = NameOf(outcome?.Kind);
        _inFlight.Add(-1);
        _duration.Record(duration.TotalSeconds, new("command", command), new("outcome", name));
        if (outcome?.Kind != OutcomeKind.Pending)
            Count(command, name, outcome?.Reason);
    }

    /// <summary>Records a durable command whose last step has ended. When it was accepted, its outcome was not known.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="age">The time since the command was received.</param>
    public void Decided(string command, Outcome outcome, TimeSpan age)
    {
        _age.Record(age.TotalSeconds, new("command", command), new("outcome", NameOf(outcome.Kind)));
        Count(command, NameOf(outcome.Kind), outcome.Reason);
    }

    private void Count(string command, string outcome, string? reason)
    {
        if (command != Raise)
            return;
        if (reason is not null)
            _raises.Add(1, new("outcome", outcome), new("reason", reason));
        else
            _raises.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
    }

    private static string NameOf(OutcomeKind? kind) => kind switch
    {
        null => "threw",
        OutcomeKind.Succeeded => "succeeded",
        OutcomeKind.Pending => "pending",
        OutcomeKind.Rejected => "rejected",
        OutcomeKind.Invalid => "invalid",
        _ => "failed",
    };
}
