using System.Diagnostics.Metrics;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Outages;
using Auctions.Store;
using Auctions.Sweeping;

namespace Auctions.Worker.Measuring;

/// <summary>Registers what is measured here.</summary>
internal static class MeasuringRegistration
{
    /// <summary>Adds the metrics of commands, of commits and of the house.</summary>
    public static void AddMeasuring(this IServiceCollection services) => services
        .AddSingleton<AuctionMetrics>()
        .AddSingleton<ICommitListener, CommitMetrics>()
        .AddSingleton<HouseMetrics>()
        .AddSingleton<IHouseListener>(provider => provider.GetRequiredService<HouseMetrics>())
        .AddSingleton<IOutageListener>(provider => provider.GetRequiredService<HouseMetrics>());
}

/// <summary>The metrics of commands: what came of them in this worker, and how long they took.</summary>
internal sealed class AuctionMetrics : IRecordedEvents
{
    /// <summary>The meter of everything that a worker measures.</summary>
    public const string MeterName = "Auctions.Worker";

    /// <summary>The boundaries of every histogram of seconds here, so that an objective of 1 s can be read off.</summary>
    public static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };

    private readonly Counter<long> _events;
    private readonly Counter<long> _commands;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _handler;
    private readonly Histogram<double> _age;
    private readonly UpDownCounter<long> _inFlight;
    private long _deadLetters;

    public AuctionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("auctions.events", "{event}", "Events of auctions that commands recorded, by type.");
        _commands = meter.CreateCounter<long>("auctions.commands", "{command}", "Commands by outcome and, where there is one, by reason.");
        // Reported as zero from the beginning, because an alert can't see a counter rise that appears with its first increment.
        meter.CreateObservableCounter(
            "auctions.dead_letters", () => Interlocked.Read(ref _deadLetters), "{command}", "Commands and messages that were dead-lettered.");
        _duration = meter.CreateHistogram(
            "auctions.command.duration", "s", "From a command's arrival at the worker to its outcome; of a durable one, to its acceptance.",
            advice: Seconds);
        _handler = meter.CreateHistogram("auctions.handler.duration", "s", "One try of one handler of a durable command.", advice: Seconds);
        _age = meter.CreateHistogram(
            "auctions.command.age", "s", "From a durable command's receipt to the end of its last step.", advice: Seconds);
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

    /// <summary>Records one try of a handler of a durable command.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="handler">The handler's name.</param>
    /// <param name="outcome">The outcome; null where an exception was thrown.</param>
    /// <param name="duration">How long the try took.</param>
    public void Handled(string command, string handler, Outcome? outcome, TimeSpan duration) =>
        _handler.Record(duration.TotalSeconds, new("command", command), new("handler", handler), new("outcome", NameOf(outcome?.Kind)));

    /// <summary>Records a durable command whose last step has ended. When it was accepted, its outcome was not known.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="age">The time since the command was received.</param>
    public void Decided(string command, Outcome outcome, TimeSpan age)
    {
        _age.Record(age.TotalSeconds, new("command", command), new("outcome", NameOf(outcome.Kind)));
        Count(command, NameOf(outcome.Kind), outcome.Reason);
    }

    /// <summary>Counts a dead letter.</summary>
    public void DeadLettered() => Interlocked.Increment(ref _deadLetters);

    private void Count(string command, string outcome, string? reason)
    {
        if (reason is not null)
            _commands.Add(1, new("command", command), new("outcome", outcome), new("reason", reason));
        else
            _commands.Add(1, new("command", command), new("outcome", outcome));
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
