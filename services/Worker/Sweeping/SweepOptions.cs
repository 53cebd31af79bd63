namespace Auctions.Worker.Sweeping;

/// <summary>How often auctions are looked at that are due to open or to close; section <c>Lifetime</c>.</summary>
public sealed record SweepOptions
{
    /// <summary>The least <see cref="SweepMilliseconds"/>.</summary>
    public const int MinMilliseconds = 10;

    /// <summary>The greatest <see cref="SweepMilliseconds"/>.</summary>
    public const int MaxMilliseconds = 60_000;

    /// <summary>The period in milliseconds, from 10 to 60,000: how late an auction may be seen to open or close.</summary>
    public int SweepMilliseconds { get; init; } = 250;
}
