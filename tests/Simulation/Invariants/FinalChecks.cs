using Auctions;
using Auctions.Events;
using Auctions.Ordering;
using Auctions.Rules;
using Auctions.Store;
using Auctions.Views;
using Simulation.Tests.Hub;
using Simulation.Tests.People;

namespace Simulation.Tests.Invariants;

/// <summary>Checks what is left after a run: in the store, in the topic, and at the watchers.</summary>
internal static class FinalChecks
{
    private static readonly TimeSpan WorkersOffset = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether everything that has to happen has happened.</summary>
    public static bool IsSettled(World world) => Unsettled(world) is null;

    /// <summary>What still has to happen; null for nothing.</summary>
    public static string? Unsettled(World world)
    {
        if (!world.Crowd.IsDone)
            return "somebody still waits for an answer";
        if (!world.Workflows.IsIdle)
            return "a workflow still runs";
        if (Head(world) is not { State: { Status: AuctionStatus.Closed or AuctionStatus.Cancelled, Seq: var seq } } head)
            return "the auction isn't over";
        if (head.Pending is [var pending, ..])
            return $"{world.Scenario.NameOf(pending.Command)} is pending";
        if (head.Unscheduled is [var unscheduled, ..])
            return $"{world.Scenario.NameOf(unscheduled)} has no workflow";
        return world.Watchers.FirstOrDefault(watcher => watcher.Seq != seq) is { } behind
            ? $"{behind.Name} has seen seq {behind.Seq} of {seq}"
            : null;
    }

    public static void Run(World world)
    {
        CheckCommands(world);
        CheckRejections(world);
        if (Head(world) is not { } head)
            return;
        var documents = new DirectDocuments(world.Store);
        var (trail, history) = Read(head, documents);
        HistoryChecks.Run(world.Ledger, world.Scenario, head, history, [.. world.Broker.Published]);
        SaleChecks.Run(world.Ledger, world.Scenario, head, trail);
        CheckAudit(world, documents);
        foreach (var happened in world.Broker.CloudEvents)
            world.Ledger.CheckHidden(happened, "the topic");
    }

    public static AuctionHead? Head(World world) =>
        world.Store.Find(AuctionKeys.Head(Scenario.Auction)) is var (content, _) ? HeadJson.Read(Scenario.Auction, content) : null;

    private static void CheckCommands(World world)
    {
        var told = world.Broker.Published.OfType<RaiseRejectedEvent>().Select(rejected => rejected.Command).ToHashSet();
        foreach (var entry in world.Ledger.Entries)
        {
            var name = world.Scenario.NameOf(entry.CommandId);
            if (entry.Decisions.Count > 1)
                world.Ledger.Report(Invariant.OneOutcome, $"{name} is decided {entry.Decisions.Count} times");
            if (entry is { IsAcknowledged: true, Decisions.Count: 0 })
                world.Ledger.Report(Invariant.OneOutcome, $"{name} is acknowledged and has no outcome");
            if (entry is { IsRaise: true, Decisions: [{ Reason: { } reason }] } && !told.Contains(entry.CommandId))
                world.Ledger.Report(Invariant.EveryRejectionPublished, $"{name} is rejected as {reason}, and nobody tells the bidder");
            if (entry.Decisions is [var decided] && !entry.Receipts.Exists(receipt => receipt.ByClock == decided.At && IsBounded(receipt, entry.AcceptedAt)))
                world.Ledger.Report(Invariant.ReceiptIsBounded, $"{name} is decided by a time of receipt that is far from the true one");
            if (entry.Decisions.Count > 0 && entry.Answers.Count == entry.Receipts.Count && entry.Answers.All(answer => answer == Answer.NotAccepted))
                world.Ledger.Report(Invariant.NotAcceptedMeansNothingHappened, $"{name} is answered with not-accepted and is decided");
        }
    }

    private static void CheckRejections(World world)
    {
        var entries = world.Ledger.Entries.ToDictionary(entry => entry.CommandId);
        foreach (var told in world.Broker.Published.OfType<RaiseRejectedEvent>())
        {
            var decision = entries[told.Command].Decisions.FirstOrDefault();
            if (decision is null ? told.Reason != Rejections.Failed : told.Reason != decision.Reason)
                world.Ledger.Report(
                    Invariant.RejectionsAreTrue,
                    $"{world.Scenario.NameOf(told.Command)} is told as rejected as {told.Reason}, and is {decision?.Reason ?? "not rejected"}");
        }
    }

    // A worker's clock is off by some milliseconds itself.
    private static bool IsBounded((DateTimeOffset True, DateTimeOffset ByClock) receipt, DateTimeOffset? acceptedAt) =>
        receipt.ByClock > receipt.True - ReceiptBounds.AcceptWithin - WorkersOffset
        && receipt.ByClock < acceptedAt + ReceiptBounds.MostAhead + WorkersOffset;

    private static void CheckAudit(World world, DirectDocuments documents)
    {
        var lines = documents.Await(new AuctionAudit(documents).ReadAsync(Scenario.Auction, CancellationToken.None)) ?? [];
        foreach (var line in lines)
            if (line is AuditLine { Mismatch: { } mismatch } faulty)
                world.Ledger.Report(Invariant.AuditFindsNoFault, $"line {faulty.Line}: {mismatch}");
            else if (line is AuditVerdict { Verified: false })
                world.Ledger.Report(Invariant.AuditFindsNoFault, "the decisions don't lead to the stored auction");
    }

    private static (IReadOnlyList<DecisionRecord> Trail, IReadOnlyList<ISequenced> History) Read(
        AuctionHead head, DirectDocuments documents)
    {
        var trail = documents.Await(new AuditTrail(documents).ReadAsync(head, CancellationToken.None));
        var pages = documents.Await(new EventHistory(documents).ReadPagesAsync(
            Scenario.Auction, Enumerable.Range(0, (int)head.SealedPages).Select(page => (long)page), CancellationToken.None));
        return (trail, [.. pages.SelectMany(page => page).Concat(head.Events).Select(stored => stored.Happened)]);
    }
}
