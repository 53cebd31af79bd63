using System.Threading.RateLimiting;
using Auctions.Api.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Auctions.Api.Access;

/// <summary>A bucket of tokens for each user, so that nobody's haste is another's wait.</summary>
internal sealed class CommandsPerUser(IOptions<RateLimits> limits) : IRateLimiterPolicy<string>
{
    private readonly TokenBucketRateLimiterOptions _bucket = new()
    {
        TokenLimit = limits.Value.CommandBurst,
        TokensPerPeriod = limits.Value.CommandsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = (rejected, _) =>
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        return new(Problems.TooManyRequests(Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))).ExecuteAsync(rejected.HttpContext));
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        RateLimitPartition.GetTokenBucketLimiter(httpContext.User.UserId(), _ => _bucket);
}
