namespace Auctions.Bus;

/// <summary>A command whose sender is answered as soon as a worker has it.</summary>
public interface IHandledAsynchronously
{
    /// <summary>The app-id that does the work.</summary>
    string Worker { get; }
}
