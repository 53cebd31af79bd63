namespace Auctions.Lifetime;

/// <summary>How long <see cref="UnpublishedSweep"/> leaves to others what they are probably doing.</summary>
public sealed record UnpublishedSweepOptions
{
    /// <summary>How long an event must be seen unpublished before it is published again.</summary>
    public TimeSpan RepublishAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long what was published waits for a raise to say so in its commit, before it gets one of its own.</summary>
    public TimeSpan CommitPublishedAfter { get; init; } = TimeSpan.FromSeconds(1);
}
