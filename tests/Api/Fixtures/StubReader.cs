using Auctions;
using Auctions.Rules;
using Auctions.Views;

namespace Api.Tests.Fixtures;

/// <summary>Replaces the store.</summary>
public sealed class StubReader : IAuctionReader
{
    public Dictionary<string, AuctionView> Auctions { get; } = [];

    public Dictionary<string, CommandView> Commands { get; } = [];

    public Exception? Failure { get; set; }

    /// <summary>Where set, reads of commands hang, and the first one completes this.</summary>
    public TaskCompletionSource? HangsAt { get; set; }

    /// <summary>The arguments of the last <see cref="BidsAsync"/>.</summary>
    public (long After, int Limit)? BidsAskedFor { get; private set; }

    /// <summary>If set, makes the view of any id.</summary>
    public Func<string, AuctionView>? Any { get; set; }

    public static AuctionView View(string id, AuctionStatus status = AuctionStatus.Open, long seq = 1) => new()
    {
        Id = id,
        Title = "A lamp",
        Currency = "EUR",
        Seller = "sue",
        Status = status,
        Seq = seq,
        Price = 10.50m,
        NextMinimum = 11m,
        Bids = 0,
        Participants = 0,
        ReserveMet = true,
        OpensAt = DateTimeOffset.UnixEpoch,
        ClosesAt = DateTimeOffset.UnixEpoch.AddYears(80),
        ServerTime = DateTimeOffset.UnixEpoch,
    };

    public ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation) =>
        Failure is null ? new(Any?.Invoke(auction) ?? Auctions.GetValueOrDefault(auction)) : throw Failure;

    public ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation) =>
        new(Auctions.Values.Where(view => (withLots || view.Session is null) && (status is null || view.Status == status)).ToArray());

    public ValueTask<IReadOnlyList<BidView>?> BidsAsync(string auction, long after, int limit, CancellationToken cancellation)
    {
        BidsAskedFor = (after, limit);
        return new(Auctions.ContainsKey(auction)
            ? new BidView[] { new(2, "bob", 11m, DateTimeOffset.UnixEpoch, $"{auction}.c1", false) }
            : null);
    }

    public ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(
        string auction, IReadOnlyCollection<string> users, CancellationToken cancellation) => new([]);

    public async ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation)
    {
        if (HangsAt is { } hangs)
        {
            hangs.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        return Failure is null ? Commands.GetValueOrDefault(commandId) : throw Failure;
    }
}
