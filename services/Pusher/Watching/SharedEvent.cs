using Auctions.Events;

namespace Auctions.Pusher.Watching;

/// <summary>An event as it came: read once, and its bytes shared by every socket that gets it.</summary>
/// <param name="Happened">What the bytes say.</param>
/// <param name="Json">The WebSocket message, UTF-8. Nobody writes to it.</param>
/// <param name="SentAt">When it was published, as far as the delivery says.</param>
public sealed record SharedEvent(IAuctionEvent Happened, byte[] Json, DateTimeOffset? SentAt);
