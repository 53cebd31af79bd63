using System.Collections.Concurrent;
using Auctions;
using Auctions.Rules;
using Auctions.Sessions;

namespace Api.Tests.Fixtures;

/// <summary>Replaces the store of sessions with those of the test.</summary>
public sealed class StubSessions : ISessionReader
{
    public ConcurrentDictionary<string, SessionView> Views { get; } = new();

    /// <summary>If set, makes the view of any id.</summary>
    public Func<string, SessionView>? Any { get; set; }

    /// <summary>A session of two lots: the first sold, the second open.</summary>
    public static SessionView View(string id) => new()
    {
        Id = id,
        Title = "Part one",
        Seller = "sue",
        Status = AuctionStatus.Open,
        Seq = 5,
        Gap = TimeSpan.FromSeconds(30),
        Sold = 1,
        Lots =
        [
            new LotView(1, $"{id}-1", "A clock", "EUR", AuctionStatus.Closed, Hour(0), Hour(1), 12.50m, "ann"),
            new LotView(2, $"{id}-2", "A chair", "EUR", AuctionStatus.Open, Hour(1), Hour(2), 10m, null),
        ],
        ServerTime = DateTimeOffset.UnixEpoch,
    };

    public ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) =>
        new(Any?.Invoke(session) ?? Views.GetValueOrDefault(session));

    public ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation) =>
        new(Views.Values.Select(SessionSummary.Of).ToArray());

    private static DateTimeOffset Hour(int hour) => DateTimeOffset.UnixEpoch.AddHours(hour);
}
