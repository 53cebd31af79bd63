namespace Auctions.Api.Access;

/// <summary>Registers the limits.</summary>
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
