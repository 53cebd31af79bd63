namespace Auctions.Events;

/// <summary>Publishes events to every pusher, at least once.</summary>
public interface IEventPublisher
{
    /// <summary>Returns once the broker has the event; throws when it has not.</summary>
    ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation);
}
