namespace Dapr.Workflow.Replay;

/// <summary>How far a step is.</summary>
internal enum StepState : byte
{
    /// <summary>The code asked for it; the history doesn't have it yet.</summary>
    Asked,

    /// <summary>The history has it.</summary>
    Recorded,

    /// <summary>It is over, or nobody wants it any more.</summary>
    Closed,
}
