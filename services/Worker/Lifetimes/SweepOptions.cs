using System.ComponentModel.DataAnnotations;

namespace Auctions.Worker.Lifetimes;

/// <summary>How often auctions are looked through for what was left unpublished; section <c>Lifetime</c>.</summary>
internal sealed record SweepOptions
{
    /// <summary>The period in milliseconds, from 10 to 60,000.</summary>
    [Range(10, 60_000, ErrorMessage = "Lifetime:{0} must be from {1} to {2}.")]
    public int SweepMilliseconds { get; init; } = 2_000;
}
