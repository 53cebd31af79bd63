using System.Collections.Concurrent;
using Auctions;
using Auctions.Rules;
using Auctions.Sessions;

namespace Api.Tests.Fixtures;

/// <summary>Sessions that are set by the test.</summary>
public sealed class StubSessions : ISessionReader
{
    public ConcurrentDictionary<string, SessionView> Views { get; } = new();

    /// <summary>In the place of the views: what is found under any id.</summary>
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
            new LotView(1, $"{id}-1", "A clock", "EUR", AuctionStatus.Closed, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), 12.50m, "ann"),
            new LotView(2, $"{id}-2", "A chair", "EUR", AuctionStatus.Open, DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch.AddHours(2), 10m, null),
        ],
        ServerTime = DateTimeOffset.UnixEpoch,
    };

    public ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) =>
        new(Any?.Invoke(session) ?? Views.GetValueOrDefault(session));

    public ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation) =>
        new(Views.Values.Select(SessionSummary.Of).ToArray());
}
