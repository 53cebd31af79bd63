using Auctions.Api.Access;
using Auctions.Sessions;
using Auctions.Sweeping;

namespace Auctions.Api.House;

/// <summary><c>GET /house</c>, for admins: what runs, what is left to do, and which alerts fire.</summary>
internal static class HouseReading
{
    /// <summary>Adds the reader of the house and of Prometheus.</summary>
    public static void AddHouse(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HouseReader>();
        builder.AddPrometheusAlerts();
    }

    public static void MapHouseReading(this IEndpointRouteBuilder app) =>
        app.MapGet("/house", ReadAsync)
            .RequireAuthorization(Roles.Admin)
            .Produces<HouseView>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503)
            .WithTags("operations");

    private static async Task<HouseView> ReadAsync(
        HouseReader house, ISessionReader sessions, PrometheusAlerts prometheus, TimeProvider time, CancellationToken cancellation)
    {
        // Prometheus may take its whole limit, in which the store is read.
        var alerts = prometheus.ReadAsync(cancellation);
        var report = await house.ReadAsync(cancellation);
        var summaries = await sessions.ListAsync(cancellation);
        return new HouseView(
            report.Figures, report.BeatAt, [.. summaries.Where(session => session.Status != AuctionStatus.Closed)],
            report.Auctions, report.Unlisted, await alerts, time.GetUtcNow());
    }
}

/// <summary>The answer to <c>GET /house</c>.</summary>
/// <param name="Figures">The figures of the whole house; <c>at</c> is when they were read from the store.</param>
/// <param name="BeatAt">When a worker last showed that it can commit; null where none ever did.</param>
/// <param name="Sessions">The sessions that are not over.</param>
/// <param name="Auctions">The auctions that run, open and paused ones first, at most 100.</param>
/// <param name="Unlisted">How many more auctions run.</param>
/// <param name="Alerts">The alerts that fire.</param>
/// <param name="ServerTime">The server's time.</param>
internal sealed record HouseView(
    HouseFigures Figures, DateTimeOffset? BeatAt, IReadOnlyList<SessionSummary> Sessions, IReadOnlyList<HouseAuction> Auctions, int Unlisted,
    AlertsView Alerts, DateTimeOffset ServerTime);
