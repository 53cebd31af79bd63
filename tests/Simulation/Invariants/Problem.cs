namespace Simulation.Tests.Invariants;

/// <summary>An invariant that a run broke.</summary>
internal sealed record Problem(Invariant Invariant, string Words)
{
    public override string ToString() => $"{Invariant}: {Words}";
}
