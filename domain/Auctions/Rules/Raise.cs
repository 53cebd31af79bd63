namespace Auctions.Rules;

/// <summary>A raise, as far as the rules need it.</summary>
/// <param name="Command">The id of the command that raises.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Limit">The amount; where <paramref name="IsMaximum"/> is true, the most that the house may bid for the bidder.</param>
/// <param name="IsMaximum">Whether the limit is a maximum, which is hidden.</param>
/// <param name="ReceivedAt">When the raise was received. The rules use no other time.</param>
public readonly record struct Raise(string Command, string Bidder, decimal Limit, bool IsMaximum, DateTimeOffset ReceivedAt)
{
    /// <summary>The command and the bidder without the limit, because a maximum must not appear in a log.</summary>
    public override string ToString() => $"raise {Command} of {Bidder}";
}
