using System.Threading.Channels;

namespace Embedded.Hub.Topics;

/// <summary>One member of a group: what is on its way to it. Guarded by its topic's lock, but for the channel.</summary>
internal sealed class Subscriber(Subscription subscription, ConsumerGroup group, long begin)
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });

    public Subscription Subscription => subscription;

    public ConsumerGroup Group => group;

    /// <summary>For a broadcast: the message after which it begins.</summary>
    public long Begin => begin;

    /// <summary>Given and not settled.</summary>
    public int InFlight { get; set; }

    public bool HasRoom => InFlight < subscription.MaxInFlight;

    public ChannelReader<Delivery> Deliveries => _deliveries.Reader;

    public void Give(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);
}
