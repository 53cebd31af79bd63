using System.ComponentModel.DataAnnotations;

namespace Auctions.Api.Access;

/// <summary>How much one user may ask for; section <c>RateLimits</c>.</summary>
internal sealed record RateLimits
{
    /// <summary>The name of the policy.</summary>
    public const string Commands = "commands";

    /// <summary>Commands (raises, new auctions) a second, from 1 to 100,000: what a user may go on with.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:{0} must be from {1} to {2}.")]
    public int CommandsPerSecond { get; init; } = 100;

    /// <summary>Commands at once after a pause, from 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:{0} must be from {1} to {2}.")]
    public int CommandBurst { get; init; } = 200;
}
