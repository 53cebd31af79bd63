using Auctions.Store;

namespace Auctions.Views;

/// <summary>The last line of an audit trail: whether the rules, applied again, lead to the stored auction.</summary>
/// <param name="Verified">Whether every decision, every event and the final state are the same.</param>
/// <param name="Decisions">The number of decisions.</param>
/// <param name="Seq">The number of events.</param>
/// <param name="Mismatches">The number of lines that differ, plus one where the final state or the number of events differs.</param>
internal sealed record AuditVerdict(bool Verified, int Decisions, long Seq, int Mismatches)
{
    /// <summary>The commands that are accepted and not decided yet, in the order of their receipt; null where there is none.</summary>
    public IReadOnlyList<PendingLine>? Pending { get; init; }
}

/// <summary>A command that is accepted and not decided yet. Its amounts are left out.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Kind">The kind of the decision to come.</param>
/// <param name="User">The user id of the sender.</param>
/// <param name="At">When the command was received.</param>
internal sealed record PendingLine(string Command, DecisionKind Kind, string User, DateTimeOffset At);
