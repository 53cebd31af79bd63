using System.Collections.Concurrent;
using Auctions;
using Auctions.Rules;
using Auctions.Views;

namespace Pusher.Tests.Fixtures;

/// <summary>A store whose views are set by the test; it can be slow and it can be away.</summary>
internal sealed class StubReader : IAuctionReader
{
    private int _reads;

    public ConcurrentDictionary<string, AuctionView> Views { get; } = new();

    public int Reads => Volatile.Read(ref _reads);

    public bool IsAway { get; set; }

    /// <summary>Where set, reads answer once it has ended.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public async ValueTask<AuctionView?> FindAsync(string auction, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        if (Gate is { } gate)
            await gate.Task.WaitAsync(cancellation);
        return IsAway ? throw new IOException("The store is away.") : Views.GetValueOrDefault(auction);
    }

    public ValueTask<IReadOnlyList<AuctionView>> ListAsync(AuctionStatus? status, bool withLots, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<BidView>?> BidsAsync(string auction, long after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Who took part in any auction.</summary>
    public HashSet<string> Participants { get; } = [];

    public ValueTask<IReadOnlyList<string>> ParticipantsAmongAsync(
        string auction, IReadOnlyCollection<string> users, CancellationToken cancellation) =>
        IsAway ? throw new IOException("The store is away.") : new([.. users.Where(Participants.Contains)]);

    public ValueTask<CommandView?> CommandAsync(string commandId, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
