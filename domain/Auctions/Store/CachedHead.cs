namespace Auctions.Store;

/// <summary>A head and its stored bytes, so that unchanged bytes are not parsed again.</summary>
internal sealed record CachedHead(AuctionHead Head, byte[] Content);
