using Auctions.Views;

namespace Auctions.Api.Auctions;

/// <summary>The answer to <c>GET /auctions/{id}/bids</c>.</summary>
/// <param name="Items">The bids by ascending seq.</param>
internal sealed record BidList(IReadOnlyList<BidView> Items);
