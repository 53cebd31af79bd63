using System.Threading.Channels;
using Embedded.Sidecar.Hub.Frames;

namespace Embedded.Sidecar.Hub.Link;

/// <summary>The frames that the hub sends for one request, until the request is ended or the connection closes.</summary>
/// <param name="number">The number of the request.</param>
internal abstract class LinkStream(long number)
{
    public long Number => number;

    /// <summary>Handles a frame of the stream.</summary>
    public abstract void Receive(Op op, ref FrameReader from);

    public abstract void End();
}

/// <summary>A stream with items to read.</summary>
internal abstract class LinkStream<T>(long number) : LinkStream(number)
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>(new() { SingleReader = true });

    public ChannelReader<T> Items => _items.Reader;

    public override void End() => _items.Writer.TryComplete();

    protected void Add(T item) => _items.Writer.TryWrite(item);
}

/// <summary>The deliveries of a subscription.</summary>
internal sealed class LinkSubscription(long number, Subscription subscription, long? after) : LinkStream<Delivery>(number)
{
    /// <summary>For a broadcast: the message after which the subscription begins; null until the hub has told it.</summary>
    public long? StartAfter { get; private set; } = after;

    public override void Receive(Op op, ref FrameReader from)
    {
        if (op == Op.SubscriptionStarted)
            StartAfter = from.Long();
        else if (op == Op.Delivery)
            Add(new Delivery(subscription, from.Long(), from.Int(), FrameFormat.ReadMessage(ref from)));
    }
}

/// <summary>The work items of a worker.</summary>
internal sealed class LinkWorker(long number) : LinkStream<ReadOnlyMemory<byte>>(number)
{
    public override void Receive(Op op, ref FrameReader from)
    {
        if (op == Op.WorkItem)
            Add(from.Bytes());
    }
}
