namespace Auctions.ServiceDefaults.Draining;

/// <summary>How a process ends; section <c>Shutdown</c>.</summary>
internal sealed record DrainOptions
{
    /// <summary>The greatest <see cref="DrainSeconds"/> allowed.</summary>
    public const double MaxDrainSeconds = 120;

    /// <summary>
    /// How long the process goes on serving after its readiness went false, in seconds, from 0 to
    /// <see cref="MaxDrainSeconds"/>: long enough that every load balancer has asked for readiness again. 5 by default; 0 in
    /// Development, where Ctrl+C should be quick.
    /// </summary>
    public double DrainSeconds { get; set; } = 5;
}
