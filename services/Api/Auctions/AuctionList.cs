using Auctions.Views;

namespace Auctions.Api.Auctions;

/// <summary>The answer to <c>GET /auctions</c>.</summary>
/// <param name="Items">The auctions, the next to close first.</param>
internal sealed record AuctionList(IReadOnlyList<AuctionView> Items);
