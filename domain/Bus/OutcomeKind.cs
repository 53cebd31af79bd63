namespace Auctions.Bus;

/// <summary>How a command ended, as far as its sender can know.</summary>
public enum OutcomeKind
{
    /// <summary>Every step was done.</summary>
    Succeeded,

    /// <summary>A worker has it; the outcome follows.</summary>
    Pending,

    /// <summary>The rules said no. Nothing is wrong with the system, and sending again changes nothing.</summary>
    Rejected,

    /// <summary>The command can't be right, whatever the state: a field is missing or out of range.</summary>
    Invalid,

    /// <summary>A step could not be done; nothing was decided, and the same command may be sent again.</summary>
    Failed,
}
