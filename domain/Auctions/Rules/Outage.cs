using System.Text.Json.Serialization;

namespace Auctions.Rules;

/// <summary>A time in which nobody could bid, because no worker could commit.</summary>
/// <param name="Id">The number of the outage, from 1.</param>
/// <param name="From">The last sign of life before it.</param>
/// <param name="To">The first sign of life after it.</param>
public sealed record Outage(long Id, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How long the outage lasted.</summary>
    [JsonIgnore]
    public TimeSpan Length => To - From;
}
