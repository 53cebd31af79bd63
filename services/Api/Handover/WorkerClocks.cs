using System.Globalization;
using Auctions.Ordering;

namespace Auctions.Api.Handover;

/// <summary>
/// How far the clock of this process is from those of the workers. A reading is inexact by its round trip, and only what is beyond
/// that counts as a difference. Time since a reading is measured without the clock, so a clock that steps is seen at once.
/// </summary>
/// <param name="time">The clock of this process.</param>
/// <param name="log">Says once that the clock differs from a worker's, and once that it doesn't any more.</param>
internal sealed partial class WorkerClocks(TimeProvider time, ILogger<WorkerClocks> log)
{
    // Each worker is asked several times in this time, since each question goes to any of them.
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Reading> _last = new(StringComparer.Ordinal);

    /// <summary>
    /// What is wrong with the clock, in words; null where it agrees with a worker's, or where no worker has answered lately. A worker
    /// whose own clock is wrong differs from every api, and must not stop all of them while another worker agrees.
    /// </summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                DropOld();
                var differences = _last.Values.Select(Difference).ToList();
                return differences.Count > 0 && differences.TrueForAll(IsTooFar)
                    ? $"{InWords(differences.MinBy(difference => difference.Duration()))} the workers' clocks"
                    : null;
            }
        }
    }

    /// <summary>Notes the answer of a worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="workerTime">The time by its clock.</param>
    /// <param name="roundTrip">How long the answer took.</param>
    public void Note(string worker, DateTimeOffset workerTime, TimeSpan roundTrip)
    {
        lock (_gate)
        {
            var reading = new Reading(workerTime, roundTrip, time.GetTimestamp());
            var difference = Difference(reading);
            var wasTooFar = _last.TryGetValue(worker, out var before) && before.IsLogged;
            _last[worker] = reading with { IsLogged = IsTooFar(difference) };
            if (IsTooFar(difference) && !wasTooFar)
                ClocksDiffer(log, InWords(difference), worker, ReceiptBounds.MostAhead.TotalMilliseconds);
            else if (wasTooFar && !IsTooFar(difference))
                ClocksAgree(log, worker);
        }
    }

    private static bool IsTooFar(TimeSpan difference) => difference.Duration() > ReceiptBounds.MostAhead;

    private static string InWords(TimeSpan difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{difference.Duration().TotalSeconds:0.000} s {(difference > TimeSpan.Zero ? "ahead of" : "behind")}");

    // The worker read its clock at some moment of the round trip: its clock shows at least the first of these, at most the second.
    private TimeSpan Difference(Reading reading)
    {
        var least = reading.WorkerTime + time.GetElapsedTime(reading.At);
        var most = least + reading.RoundTrip;
        var now = time.GetUtcNow();
        return now > most ? now - most : now < least ? now - least : TimeSpan.Zero;
    }

    private void DropOld()
    {
        foreach (var (worker, reading) in _last)
            if (time.GetElapsedTime(reading.At) > Validity)
                _last.Remove(worker);
    }

    [LoggerMessage(
        EventId = 420, Level = LogLevel.Warning,
        Message = "The clock of this process is {Difference} that of worker {Worker}; at most {Bound} ms are allowed")]
    private static partial void ClocksDiffer(ILogger logger, string difference, string worker, double bound);

    [LoggerMessage(EventId = 421, Level = LogLevel.Information, Message = "The clock of this process agrees with that of worker {Worker} again")]
    private static partial void ClocksAgree(ILogger logger, string worker);

    private readonly record struct Reading(DateTimeOffset WorkerTime, TimeSpan RoundTrip, long At)
    {
        /// <summary>Whether the log says that the clocks differ.</summary>
        public bool IsLogged { get; init; }
    }
}
