namespace Auctions.Rules;

/// <summary>A time in which no raise counts.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after it; null while it lasts.</param>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Whether an instant is in it.</summary>
    public bool Holds(DateTimeOffset instant) => instant >= From && (To is not { } to || instant < to);
}
