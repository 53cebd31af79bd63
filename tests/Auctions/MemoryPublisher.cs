using System.Collections.Concurrent;
using Auctions.Events;

namespace Auctions.Tests;

/// <summary>Keeps what is published; <see cref="Fault"/> may let it fail.</summary>
internal sealed class MemoryPublisher : IEventPublisher
{
    public Func<IAuctionEvent, bool>? Fault { get; set; }

    public ConcurrentQueue<IAuctionEvent> Published { get; } = new();

    public IEnumerable<long> Seqs => Published.OfType<ISequenced>().Select(happened => happened.Seq);

    public ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation)
    {
        if (Fault?.Invoke(happened) == true)
            throw new TimeoutException("The broker didn't take it.");
        Published.Enqueue(happened);
        return ValueTask.CompletedTask;
    }
}
