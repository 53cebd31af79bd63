using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Auctions.Api.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Auctions.Api.Access;

/// <summary>How many commands one user may send; section <c>RateLimits</c>.</summary>
internal sealed record RateLimits
{
    /// <summary>The name of the rate-limiting policy.</summary>
    public const string Commands = "commands";

    /// <summary>Commands (raises, new auctions) a second that a user can keep up, from 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:{0} must be from {1} to {2}.")]
    public int CommandsPerSecond { get; init; } = 100;

    /// <summary>Commands that a user can send at once after a pause, from 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "RateLimits:{0} must be from {1} to {2}.")]
    public int CommandBurst { get; init; } = 200;
}

/// <summary>Limits each user with a token bucket of their own, so that a busy user slows down nobody else.</summary>
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

/// <summary>Registers the rate limits.</summary>
internal static class RateLimiting
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimits>()
            .BindConfiguration(nameof(RateLimits))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddRateLimiter(limiter => limiter.AddPolicy<string, CommandsPerUser>(RateLimits.Commands));
    }
}
