namespace Auctions.Cli.Stories;

/// <summary>What happened at one instant of a command.</summary>
/// <param name="At">When; null where no trace says so.</param>
/// <param name="AfterMs">The milliseconds since the receipt; null where either is unknown.</param>
/// <param name="Where">The process; null where nothing says which.</param>
/// <param name="What">What happened, in words.</param>
/// <param name="Source">Who knows it: <c>audit</c>, <c>trace</c> or <c>dead-letters</c>.</param>
/// <param name="Failed">Whether something failed.</param>
internal sealed record Moment(DateTimeOffset? At, double? AfterMs, string? Where, string What, string Source, bool Failed)
{
    /// <summary>From the audit trail or the API.</summary>
    public const string Audit = "audit";

    /// <summary>From a trace.</summary>
    public const string Trace = "trace";

    /// <summary>From the list of dead letters.</summary>
    public const string DeadLetters = "dead-letters";
}
