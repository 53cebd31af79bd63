namespace Auctions.Sessions;

/// <summary>What a seller fixes when a session is made. It has a gap or an interval, never both.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="OpensAt">When the first lot opens; null opens it at once.</param>
/// <param name="Gap">Lots follow each other: how long after the close of the one before each opens, 0 to a day.</param>
/// <param name="Interval">Lots are staggered: how long after the opening of the one before each opens, above 0.</param>
/// <param name="Lots">1 to <see cref="MostLots"/>, in order.</param>
public sealed record SessionTerms(
    string Title, DateTimeOffset? OpensAt, TimeSpan? Gap, TimeSpan? Interval, IReadOnlyList<LotTerms> Lots)
{
    /// <summary>The most lots of a session.</summary>
    public const int MostLots = 200;

    /// <summary>The longest gap and interval.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The title alone: terms that get into a log show nothing hidden.</summary>
    public override string ToString() => $"session '{Title}'";
}
