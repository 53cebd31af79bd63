using Auctions.Rules;

namespace Auctions.Outages;

/// <summary>The rule of the house for outages; section <c>House</c>.</summary>
public sealed record HouseOptions
{
    /// <summary>The least and the most that <see cref="OutageAfter"/> may be.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) OutageAfterBounds = (TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    /// <summary>The most that <see cref="OutageNotice"/> may be.</summary>
    public static readonly TimeSpan MostOutageNotice = TimeSpan.FromHours(1);

    /// <summary>What the house does with an auction whose close an outage took from the bidders.</summary>
    public OutagePolicy OutagePolicy { get; init; } = OutagePolicy.Close;

    /// <summary>How long no worker must have been able to commit; 5 s to an hour.</summary>
    public TimeSpan OutageAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much time bidders are left at least after an outage; up to an hour.</summary>
    public TimeSpan OutageNotice { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The problems with the values, each with the name of its setting.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(OutagePolicy))
            yield return $"House:{nameof(OutagePolicy)} must be close, extend or hold.";
        if (OutageAfter < OutageAfterBounds.Least || OutageAfter > OutageAfterBounds.Most)
            yield return $"House:{nameof(OutageAfter)} must be from {OutageAfterBounds.Least} to {OutageAfterBounds.Most}.";
        if (OutageNotice < TimeSpan.Zero || OutageNotice > MostOutageNotice)
            yield return $"House:{nameof(OutageNotice)} must be from {TimeSpan.Zero} to {MostOutageNotice}.";
    }
}
