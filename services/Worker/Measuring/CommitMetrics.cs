using System.Diagnostics.Metrics;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Worker.Measuring;

/// <summary>
/// The metrics of what is committed. A decision is committed once, by whichever worker, so the sums over all workers are right
/// even where a step runs twice or a command's worker dies.
/// </summary>
internal sealed class CommitMetrics : ICommitListener
{
    // An auction that is hours late must not look like one that is 10 s late.
    private static readonly InstrumentAdvice<double> Lateness =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600] };

    private readonly TimeProvider _time;
    private readonly Counter<long> _tries;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _openingLateness;
    private readonly Histogram<double> _closingLateness;
    private readonly Counter<long> _ended;
    private readonly Counter<double> _traded;

    public CommitMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(AuctionMetrics.MeterName);
        _tries = meter.CreateCounter<long>("auctions.store.tries", "{try}", "Tries to commit to an auction, by result.");
        _duration = meter.CreateHistogram(
            "auctions.store.commit.duration", "s", "From the read of an auction to the end of the write, of tries that were committed.",
            advice: AuctionMetrics.Seconds);
        _decisions = meter.CreateCounter<long>("auctions.decisions", "{decision}", "Decisions about commands, by kind, outcome and reason.");
        _delay = meter.CreateHistogram(
            "auctions.decision.delay", "s", "From a command's receipt to the commit of its decision.", advice: AuctionMetrics.Seconds);
        _openingLateness = meter.CreateHistogram(
            "auctions.opening.lateness", "s", "From the hour of an opening to its commit.", advice: Lateness);
        _closingLateness = meter.CreateHistogram(
            "auctions.closing.lateness", "s", "From the hour of a close, with its grace, to its commit.", advice: Lateness);
        _ended = meter.CreateCounter<long>("auctions.ended", "{auction}", "Auctions that are over, by result.");
        _traded = meter.CreateCounter<double>("auctions.value.traded", "{money}", "Prices of sold auctions, by currency.");
    }

    /// <inheritdoc/>
    public void Committed(AuctionHead? before, AuctionHead after, TimeSpan took)
    {
        var now = _time.GetUtcNow();
        Tried("committed");
        _duration.Record(took.TotalSeconds);
        CountDecisions(before, after, now);
        if (before?.State.Status != after.State.Status)
            RecordTurn(before?.State.Status, after.State, now);
    }

    /// <inheritdoc/>
    public void Conflicted() => Tried("conflict");

    /// <inheritdoc/>
    public void Failed() => Tried("failed");

    private void Tried(string result) => _tries.Add(1, new KeyValuePair<string, object?>("result", result));

    // The decisions of this commit are the newest; those before them may have been sealed by it.
    private void CountDecisions(AuctionHead? before, AuctionHead after, DateTimeOffset now)
    {
        var made = after.SealedDecisions + after.Decisions.Length - (before is null ? 0 : before.SealedDecisions + before.Decisions.Length);
        for (var at = Math.Max(0, after.Decisions.Length - (int)made); at < after.Decisions.Length; at++)
            if (after.Decisions[at] is { IsOfCommand: true } decision)
                Count(decision, now);
    }

    private void Count(DecisionRecord decision, DateTimeOffset now)
    {
        KeyValuePair<string, object?> kind = new("kind", NameOf(decision.Kind));
        KeyValuePair<string, object?> outcome = new("outcome", decision.Reason is null ? "succeeded" : "rejected");
        _delay.Record(Math.Max(0, (now - decision.At).TotalSeconds), kind, outcome);
        if (decision.Reason is { } reason)
            _decisions.Add(1, kind, outcome, new("reason", reason));
        else
            _decisions.Add(1, kind, outcome);
    }

    private void RecordTurn(AuctionStatus? before, AuctionState after, DateTimeOffset now)
    {
        if (before == AuctionStatus.Scheduled && after.Status is AuctionStatus.Open or AuctionStatus.Closed)
            _openingLateness.Record(Math.Max(0, (now - after.OpensAt).TotalSeconds));
        switch (after.Status)
        {
            case AuctionStatus.Closed:
                // An auction that is bought or hammered is over before its hour, and so not late.
                _closingLateness.Record(Math.Max(0, (now - after.ClosesAt - AuctionRules.ClosingGrace).TotalSeconds));
                Ended(after.Winner is null ? "unsold" : "sold");
                if (after.Winner is not null)
                    _traded.Add((double)after.Price, new KeyValuePair<string, object?>("currency", after.Terms.Currency));
                break;
            case AuctionStatus.Cancelled:
                Ended("cancelled");
                break;
        }
    }

    private void Ended(string result) => _ended.Add(1, new KeyValuePair<string, object?>("result", result));

    private static string NameOf(DecisionKind kind) => kind switch
    {
        DecisionKind.Raise => "raise",
        DecisionKind.Create => "create",
        DecisionKind.Pause => "pause",
        DecisionKind.Resume => "resume",
        DecisionKind.Cancel => "cancel",
        DecisionKind.Hammer => "hammer",
        DecisionKind.Increment => "increment",
        DecisionKind.Void => "void",
        DecisionKind.Extend => "extend",
        DecisionKind.Hold => "hold",
        DecisionKind.Release => "release",
        DecisionKind.PauseAll => "pause_all",
        DecisionKind.ResumeAll => "resume_all",
        _ => "other",
    };
}
