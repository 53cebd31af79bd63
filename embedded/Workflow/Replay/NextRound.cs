namespace Dapr.Workflow.Replay;

/// <summary>How an instance begins anew.</summary>
/// <param name="Input">With what.</param>
/// <param name="KeepsEvents">Whether events that nobody has taken go along.</param>
internal sealed record NextRound(string? Input, bool KeepsEvents);
