namespace Auctions.Events;

/// <summary>Publishes events to every pusher, at least once.</summary>
public interface IEventPublisher
{
    /// <summary>Publishes an event. Returns once the broker has accepted it, and throws where the broker has not.</summary>
    ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation);
}
