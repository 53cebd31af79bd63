namespace Auctions.Pusher.Presence;

/// <summary>Brings a report to every pusher, this one perhaps included.</summary>
public interface IPresenceBus
{
    /// <summary>Publishes a report; throws when that failed.</summary>
    Task PublishAsync(PresenceReport report, CancellationToken cancellation);
}
