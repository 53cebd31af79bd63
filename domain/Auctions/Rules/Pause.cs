namespace Auctions.Rules;

/// <summary>A pause of an auction. A raise that was received during it is rejected.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after the pause; null while it lasts.</param>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Whether an instant is in the pause.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= From && (To is not { } to || instant < to);
}
