using Auctions.Events;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Views;

/// <summary>
/// Reads an auction's audit trail and decides it again. Each line says whether the rules come to the same decision, and the last
/// line says whether all of them lead to the stored auction.
/// </summary>
/// <param name="documents">The store.</param>
public sealed class AuctionAudit(IDocuments documents)
{
    private readonly AuditTrail _trail = new(documents);
    private readonly EventHistory _history = new(documents);

    /// <summary>Reads the lines (<see cref="AuditLine"/>) and the verdict (<see cref="AuditVerdict"/>); null where there is no auction.</summary>
    /// <exception cref="InvalidDataException">The trail can't be read. The message says why.</exception>
    public async ValueTask<IEnumerable<object>?> ReadAsync(string auction, CancellationToken cancellation)
    {
        if (!AuctionIds.IsWellFormed(auction) || await documents.FindAsync(AuctionKeys.Head(auction), cancellation) is not var (content, _))
            return null;
        var head = HeadJson.Read(auction, content);
        var trail = await _trail.ReadAsync(head, cancellation);
        var pages = await _history.ReadPagesAsync(auction, Enumerable.Range(0, (int)head.SealedPages).Select(page => (long)page), cancellation);
        return Lines(head, trail, [.. pages.SelectMany(page => page).Concat(head.Events).Select(stored => stored.Happened)]);
    }

    private static IEnumerable<object> Lines(AuctionHead head, IReadOnlyList<DecisionRecord> trail, IReadOnlyList<ISequenced> history)
    {
        var state = head.State;
        var (line, mismatches, eventsBefore) = (0, 0, 0);
        AuctionState? last = null;
        foreach (var step in Replay.Of(state, trail))
        {
            var mismatch = Mismatch(step, history, eventsBefore);
            mismatches += mismatch is null ? 0 : 1;
            eventsBefore += step.Decision.Events.Count;
            last = step.Decision.State;
            yield return AuditLine.Of(++line, step, mismatch, head.Unpublished);
        }

        mismatches += last is not null && IsSame(last, state) && eventsBefore == history.Count ? 0 : 1;
        yield return new AuditVerdict(mismatches == 0, line, history.Count, mismatches)
        {
            Pending = head.Pending.IsEmpty ? null
                : [.. head.Pending.Select(pending => new PendingLine(pending.Command, pending.Kind, pending.User, pending.At))],
        };
    }

    // Immutable arrays compare by reference, so the pauses are compared one by one.
    private static bool IsSame(AuctionState one, AuctionState other) =>
        one with { Pauses = other.Pauses } == other && one.Pauses.SequenceEqual(other.Pauses);

    private static string? Mismatch(in Replay.Step step, IReadOnlyList<ISequenced> history, int eventsBefore)
    {
        var (entry, decision) = (step.Entry, step.Decision);
        if (entry.IsOfCommand && decision.Reason != entry.Reason)
            return $"the rules say {decision.Reason ?? "yes"}, the trail {entry.Reason ?? "yes"}";
        if (decision.Seq != entry.Seq)
            return $"the rules say seq {decision.Seq}, the trail {entry.Seq}";
        var stored = history.Skip(eventsBefore).Take(decision.Events.Count).ToList();
        for (var at = 0; at < decision.Events.Count; at++)
            if (at >= stored.Count || !stored[at].Equals(decision.Events[at]))
                return $"event {decision.Events[at].Seq} differs from the stored event";
        return null;
    }
}
