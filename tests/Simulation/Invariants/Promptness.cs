using System.Globalization;
using Auctions.Rules;
using Auctions.Store;

namespace Simulation.Tests.Invariants;

/// <summary>
/// Checks, while the simulation runs, for how long committed events stay unpublished and accepted commands undecided. Only time
/// counts in which the hub and one of the workers run undisturbed, because the sweep of that worker does what others left undone.
/// </summary>
internal sealed class Promptness(World world)
{
    // A worker sweeps every two seconds, and does what it has seen undone for two. The rest is for a call that was on its way.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<long, TimeSpan> _unpublished = [];
    private readonly HashSet<string> _late = new(StringComparer.Ordinal);
    private Dictionary<string, (DateTimeOffset ReceivedAt, TimeSpan Since)> _pending = new(StringComparer.Ordinal);
    private DateTimeOffset _closesAt;
    private long _seq;

    public void Begin() => world.Loop.After(Period, Check);

    /// <summary>Notes what a written head has.</summary>
    /// <param name="seq">The seq of the last event.</param>
    /// <param name="closesAt">When the auction closes.</param>
    /// <param name="pending">The pending commands.</param>
    public void OnWritten(long seq, DateTimeOffset closesAt, IReadOnlyList<DecisionRecord> pending)
    {
        for (; _seq < seq; _seq++)
            _unpublished.Add(_seq + 1, world.Loop.Elapsed);
        _closesAt = closesAt;
        // Only its own workflow decides a voiding.
        _pending = pending.Where(command => command.Kind != DecisionKind.Void).ToDictionary(
            command => command.Command,
            command => (command.At, _pending.TryGetValue(command.Command, out var before) ? before.Since : world.Loop.Elapsed),
            StringComparer.Ordinal);
    }

    private void Check()
    {
        world.Loop.After(Period, Check);
        foreach (var seq in _unpublished.Keys.Where(world.Broker.IsPublished).ToList())
            _unpublished.Remove(seq);
        // The workers find the auction once it is created as a whole, which may take several tries.
        if (!world.Crowd.IsOpened || UndisturbedSince() is not { } undisturbedSince)
            return;
        var since = world.Loop.Elapsed - Bound;
        if (since < undisturbedSince)
            return;
        foreach (var (seq, committedAt) in _unpublished)
            if (committedAt < since && _late.Add($"seq {seq}"))
                world.Ledger.Report(Invariant.PublishedInTime, $"seq {seq} is not published, {Seconds(committedAt)} s after its commit");
        CheckPending(since);
    }

    private void CheckPending(TimeSpan since)
    {
        foreach (var (command, (receivedAt, pendingSince)) in _pending)
            if (receivedAt >= _closesAt && world.Loop.Now < _closesAt + AuctionRules.ClosingGrace + Period)
                _pending[command] = (receivedAt, world.Loop.Elapsed);
            else if (pendingSince < since && _late.Add(command))
                world.Ledger.Report(
                    Invariant.DecidedInTime, $"{world.Scenario.NameOf(command)} is pending, {Seconds(pendingSince)} s after it was accepted");
    }

    private string Seconds(TimeSpan since) => (world.Loop.Elapsed - since).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);

    // Null where the hub doesn't run, or no worker does.
    private TimeSpan? UndisturbedSince() => world.Hub.UndisturbedSince is { } hub && world.Workers.Min(worker => worker.Process.UndisturbedSince) is { } worker
        ? worker > hub ? worker : hub
        : null;
}
