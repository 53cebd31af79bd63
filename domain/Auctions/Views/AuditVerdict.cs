namespace Auctions.Views;

/// <summary>The last line of an audit trail: whether the rules, asked again, come to the auction as it is.</summary>
/// <param name="Verified">Whether every decision and event, and the state, came out the same.</param>
/// <param name="Decisions">The number of decisions.</param>
/// <param name="Seq">The number of events.</param>
/// <param name="Mismatches">The number of lines that came out otherwise, the state counted as one.</param>
public sealed record AuditVerdict(bool Verified, int Decisions, long Seq, int Mismatches);
