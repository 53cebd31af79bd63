namespace Auctions.Store;

/// <summary>A head, and the bytes it was read from or written as: the same bytes need not be parsed again.</summary>
internal sealed record CachedHead(AuctionHead Head, byte[] Content);
