using Embedded.Workflow.Protocol;

namespace Dapr.Workflow.Replay;

/// <summary>The code no longer asks for what its history has.</summary>
#pragma warning disable CA1032, CA1064 // Ends a turn; nobody outside of it can catch it.
internal sealed class NonDeterministicWorkflowException(string message) : Exception(message)
#pragma warning restore CA1032, CA1064
{
    /// <summary>The error type in the failure's details.</summary>
    public const string ErrorType = "NonDeterministicWorkflow";

    public static NonDeterministicWorkflowException Of(HistoryEvent recorded, Step? asked, int askedInAll)
    {
        var inCode = asked switch
        {
            null => $"nothing (the code had asked for {askedInAll} steps by then)",
            { State: StepState.Closed } => $"{asked.Describe()}, which was given up before it was recorded",
            { State: StepState.Recorded } => $"{asked.Describe()}, which was recorded already",
            _ => asked.Describe(),
        };
        return new NonDeterministicWorkflowException(
            $"The workflow's code no longer does what its history has. Step {recorded.EventId} in the history: {StepWords.OfHistory(recorded)}. "
            + $"Step {recorded.EventId} in the code: {inCode}.");
    }
}
