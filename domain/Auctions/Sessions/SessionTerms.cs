namespace Auctions.Sessions;

/// <summary>The terms that a seller sets when a session is created. They have either a gap or an interval.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="OpensAt">When the first lot opens; null for at once.</param>
/// <param name="Gap">For lots that follow each other: the time from the end of a lot to the opening of the next, 0 to a day.</param>
/// <param name="Interval">For staggered lots: the time from the opening of a lot to the opening of the next, above 0, at most a day.</param>
/// <param name="Lots">1 to <see cref="MostLots"/> lots, in order.</param>
public sealed record SessionTerms(
    string Title, DateTimeOffset? OpensAt, TimeSpan? Gap, TimeSpan? Interval, IReadOnlyList<LotTerms> Lots)
{
    /// <summary>The most lots of a session.</summary>
    public const int MostLots = 200;

    /// <summary>The longest gap and interval.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The title only, because reserves must not appear in a log.</summary>
    public override string ToString() => $"session '{Title}'";
}
