using System.Diagnostics.Metrics;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Raising;

namespace Auctions.Worker.Measuring;

/// <summary>What the business asks about: how many raises, with which outcome, and how long a decision takes.</summary>
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

    /// <summary>A command has arrived.</summary>
    public void Started() => _inFlight.Add(1);

    /// <summary>A command has ended.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="outcome">What came of it; null where an exception did.</param>
    /// <param name="took">From its arrival.</param>
    public void Ended(string command, Outcome? outcome, TimeSpan took)
    {
        var name = NameOf(outcome?.Kind);
        _inFlight.Add(-1);
        _duration.Record(took.TotalSeconds, new("command", command), new("outcome", name));
        if (outcome?.Kind != OutcomeKind.Pending)
            Count(command, name, outcome?.Reason);
    }

    /// <summary>The last step of a durable command has ended, which its arrival could not tell.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="age">How long ago the system received it.</param>
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
