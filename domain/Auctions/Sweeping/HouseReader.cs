using Auctions.Rules;
using Auctions.Store;
using Auctions.Views;

namespace Auctions.Sweeping;

/// <summary>
/// Reads the whole house at once, for people who operate it. Reads every head that a sweep would read, so it costs as much as one
/// sweep, and needs no worker: what stands still is seen too.
/// </summary>
/// <param name="documents">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How long an auction that is over still counts; null for the defaults.</param>
public sealed class HouseReader(IDocuments documents, TimeProvider time, AuctionSweepOptions? options = null)
{
    /// <summary>The most auctions that a report lists.</summary>
    public const int MostListed = 100;

    private const int HeadsAtOnce = 100;

    private readonly AuctionSweepOptions _options = options ?? new();
    private readonly AuctionIndex _index = new(documents);

    /// <summary>Reads the house.</summary>
    public async ValueTask<HouseReport> ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var figures = new HouseFigures { At = now };
        var running = new List<HouseAuction>();
        var lines = await _index.ReadAsync(cancellation);
        foreach (var chunk in lines.Where(line => !line.IsOver || line.ClosesAt > now - _options.AfterTheEnd).Chunk(HeadsAtOnce))
        {
            var heads = await documents.FindManyAsync([.. chunk.Select(line => AuctionKeys.Head(line.Id))], cancellation);
            for (var at = 0; at < chunk.Length; at++)
            {
                if (heads[at] is not { } content)
                    continue;
                var head = HeadJson.Read(chunk[at].Id, content);
                figures = figures.With(head);
                if (head.State.Status is AuctionStatus.Open or AuctionStatus.Paused or AuctionStatus.Scheduled)
                    running.Add(HouseAuction.Of(head, now));
            }
        }

        return new(figures, await FindBeatAsync(cancellation), [.. InOrder(running).Take(MostListed)], Math.Max(0, running.Count - MostListed));
    }

    private static IOrderedEnumerable<HouseAuction> InOrder(List<HouseAuction> running) => running
        .OrderBy(auction => auction.Auction.Status == AuctionStatus.Scheduled)
        .ThenBy(auction => auction.Auction.Status == AuctionStatus.Scheduled ? auction.Auction.OpensAt : auction.Auction.ClosesAt)
        .ThenBy(auction => auction.Auction.Id, StringComparer.Ordinal);

    private async ValueTask<DateTimeOffset?> FindBeatAsync(CancellationToken cancellation) =>
        await documents.FindAsync(AuctionKeys.Heartbeat, cancellation) is var (content, _)
            ? HeadJson.Read<Beat>(AuctionKeys.Heartbeat, content).At
            : null;

    /// <summary>The part of the stored document that is read here.</summary>
    private sealed record Beat(DateTimeOffset At);
}

/// <summary>The whole house at a moment.</summary>
/// <param name="Figures">The figures of all auctions that are not over, or not for long.</param>
/// <param name="BeatAt">When a worker last showed that it can commit; null where none ever did.</param>
/// <param name="Auctions">
/// The auctions that are open or paused, the next to close first, then those that are to open, the next first. At most
/// <see cref="HouseReader.MostListed"/>. Lots that wait for their turn are only counted.
/// </param>
/// <param name="Unlisted">How many more auctions there are.</param>
public sealed record HouseReport(HouseFigures Figures, DateTimeOffset? BeatAt, IReadOnlyList<HouseAuction> Auctions, int Unlisted);

/// <summary>An auction that runs, and the work that is left to do for it.</summary>
/// <param name="Auction">The auction's view.</param>
/// <param name="OpeningOverdue">How long its opening is due; zero where it is not.</param>
/// <param name="ClosingOverdue">How long its close is due, after the grace; zero where it is not.</param>
/// <param name="Pending">The commands that are accepted and not decided.</param>
/// <param name="OldestPending">The age of the oldest pending command; zero where there is none.</param>
/// <param name="Unpublished">The committed events that are not known to be published.</param>
/// <param name="Unscheduled">The accepted commands whose workflow is not known to be scheduled.</param>
public sealed record HouseAuction(
    AuctionView Auction, TimeSpan OpeningOverdue, TimeSpan ClosingOverdue, int Pending, TimeSpan OldestPending, int Unpublished, int Unscheduled)
{
    internal static HouseAuction Of(AuctionHead head, DateTimeOffset now)
    {
        var figures = new HouseFigures { At = now }.With(head);
        return new(
            AuctionViews.Of(head.State, now), figures.OpeningOverdue, figures.ClosingOverdue, figures.Pending, figures.OldestPending,
            figures.Unpublished, figures.Unscheduled);
    }
}
