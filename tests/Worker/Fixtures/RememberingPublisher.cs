using System.Collections.Concurrent;
using Auctions.Events;

namespace Worker.Tests.Fixtures;

/// <summary>In the place of the events topic.</summary>
public sealed class RememberingPublisher : IEventPublisher
{
    private readonly ConcurrentQueue<IAuctionEvent> _published = new();

    public IReadOnlyCollection<IAuctionEvent> Published => _published;

    /// <summary>Where set, publishing waits for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Done once a publishing waits at the gate.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done with the first auction that closes.</summary>
    public TaskCompletionSource<AuctionClosedEvent> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation)
    {
        if (Gate is { } gate)
        {
            Waiting.TrySetResult();
            await gate.Task.WaitAsync(cancellation);
        }

        _published.Enqueue(happened);
        if (happened is AuctionClosedEvent closed)
            Closed.TrySetResult(closed);
    }
}
