using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>Commits of one change each, without the handlers around them.</summary>
internal static class Commits
{
    public static Task<Outcome> CreateAsync(this AuctionStore store, OpenAuctionCommand command, CancellationToken cancellation) =>
        store.CommitAsync(command.Auction, new CreateChange(command), cancellation);

    public static Task<Outcome> RaiseAsync(this AuctionStore store, AuctionRaiseCommand command, CancellationToken cancellation) =>
        store.CommitAsync(command.Auction, new DecideChange(command, [], OutageRule.None, TimeProvider.System), cancellation);

    public static Task<AuctionHead?> CallAsync(this AuctionStore store, string auction, DateTimeOffset opensAt, DateTimeOffset now, CancellationToken cancellation) =>
        store.CommitAsync(auction, ScheduleChange.Call(opensAt, now), cancellation);

    public static Task<AuctionHead?> OpenAsync(this AuctionStore store, string auction, DateTimeOffset now, CancellationToken cancellation) =>
        store.CommitAsync(auction, ScheduleChange.Open(now), cancellation);

    public static Task<AuctionHead?> CloseAsync(this AuctionStore store, string auction, DateTimeOffset now, CancellationToken cancellation) =>
        store.CommitAsync(auction, ScheduleChange.Close(now), cancellation);
}
