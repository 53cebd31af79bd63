namespace Auctions;

/// <summary>A command that knows when the system received it.</summary>
public interface IReceivedCommand
{
    /// <summary>When Api received it.</summary>
    DateTimeOffset ReceivedAt { get; }
}
