namespace Auctions.Bus;

/// <summary>How far a command has come: what one step leaves to the next, wherever that runs.</summary>
/// <param name="Outcome">The outcome as it stands.</param>
/// <param name="Events">The events recorded so far, in order.</param>
public readonly record struct Progress(Outcome Outcome, IReadOnlyList<object> Events)
{
    /// <summary>Before the first step.</summary>
    public static Progress None { get; } = new(default, []);
}
