namespace Auctions.Views;

/// <summary>The last line of an audit trail: whether the rules, applied again, lead to the stored auction.</summary>
/// <param name="Verified">Whether every decision, every event and the final state are the same.</param>
/// <param name="Decisions">The number of decisions.</param>
/// <param name="Seq">The number of events.</param>
/// <param name="Mismatches">The number of lines that differ, plus one where the final state or the number of events differs.</param>
internal sealed record AuditVerdict(bool Verified, int Decisions, long Seq, int Mismatches);
