namespace Simulation.Tests.Invariants;

/// <summary>The invariants that the present build breaks by design. <c>./simulate</c> reports them all the same.</summary>
internal static class NotYet
{
    /// <summary>Hold once docs/decisions/0012-one-order-per-auction.md is built; this list is empty from then on.</summary>
    public static readonly IReadOnlySet<Invariant> Held =
        new HashSet<Invariant> { Invariant.OrderOfReceipt, Invariant.InTimeCounts, Invariant.LaterMaximumApplies };
}
