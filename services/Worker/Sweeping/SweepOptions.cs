using System.ComponentModel.DataAnnotations;

namespace Auctions.Worker.Sweeping;

/// <summary>How often auctions are looked at that are due to open or to close; section <c>Lifetime</c>.</summary>
internal sealed record SweepOptions
{
    /// <summary>The period in milliseconds, from 10 to 60,000: how late an auction may be seen to open or close.</summary>
    [Range(10, 60_000, ErrorMessage = "Lifetime:{0} must be from {1} to {2}.")]
    public int SweepMilliseconds { get; init; } = 250;
}
