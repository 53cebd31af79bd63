using System.Threading.Channels;

namespace Embedded.Sidecar.Hub.Topics;

/// <summary>A member of a group. Guarded by the lock of its topic, except the channel.</summary>
/// <param name="subscription">What the member subscribes to.</param>
/// <param name="group">The group.</param>
/// <param name="startAfter">For a broadcast: the message after which the member's messages begin.</param>
internal sealed class Subscriber(Subscription subscription, ConsumerGroup group, long startAfter)
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });

    public Subscription Subscription => subscription;

    public ConsumerGroup Group => group;

    public long StartAfter => startAfter;

    /// <summary>How many deliveries the member has not settled.</summary>
    public int InFlight { get; set; }

    public bool HasRoom => InFlight < subscription.MaxInFlight;

    public ChannelReader<Delivery> Deliveries => _deliveries.Reader;

    public void Send(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);
}
