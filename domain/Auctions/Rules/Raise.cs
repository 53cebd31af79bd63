namespace Auctions.Rules;

/// <summary>A raise, as the rules see it.</summary>
/// <param name="Command">The id of the command that raises.</param>
/// <param name="Bidder">The user id of the bidder.</param>
/// <param name="Limit">What is bid, or where <paramref name="IsMaximum"/>, up to what the house shall bid.</param>
/// <param name="IsMaximum">Whether the house bids for the bidder; the limit is hidden then.</param>
/// <param name="ReceivedAt">When it was received; no other time counts.</param>
public readonly record struct Raise(string Command, string Bidder, decimal Limit, bool IsMaximum, DateTimeOffset ReceivedAt)
{
    /// <summary>Without a figure: a raise that gets into a log shows nothing hidden.</summary>
    public override string ToString() => $"raise {Command} of {Bidder}";
}
