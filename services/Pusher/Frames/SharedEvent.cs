using System.Diagnostics;
using Auctions.Events;

namespace Auctions.Pusher.Frames;

/// <summary>An event as it was delivered: read once, and its bytes shared by every socket that it is sent to.</summary>
/// <param name="Happened">The event that the bytes hold.</param>
/// <param name="Json">The WebSocket message, UTF-8; never changed.</param>
/// <param name="SentAt">When it was published; null where the delivery doesn't say.</param>
public sealed record SharedEvent(IAuctionEvent Happened, byte[] Json, DateTimeOffset? SentAt)
{
    /// <summary>The span of the delivery, because an event may be held until its turn; default where it isn't traced.</summary>
    public ActivityContext Delivery { get; } = Activity.Current?.Context ?? default;
}
