using System.Threading.Channels;

namespace Embedded.Hub.Link;

/// <summary>A subscription over one connection; its deliveries end with the connection.</summary>
internal sealed class LinkSubscription(long number, Subscription subscription, long? after)
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });

    public long Number => number;

    public ChannelReader<Delivery> Deliveries => _deliveries.Reader;

    /// <summary>For a broadcast: the message after which it begins; null until the hub has said so.</summary>
    public long? Begin { get; private set; } = after;

    public void Began(long place) => Begin = place;

    public void Give(long id, int attempt, TopicMessage message) =>
        _deliveries.Writer.TryWrite(new Delivery(subscription, id, attempt, message));

    public void End() => _deliveries.Writer.TryComplete();
}
