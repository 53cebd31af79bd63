using Auctions.Events;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>The connections of a worker that dies: from some call on nothing it asks for happens any more.</summary>
internal sealed class Mortal(IDocuments documents, IEventPublisher publisher, int calls) : IDocuments, IEventPublisher
{
    private int _left = calls;

    public bool IsDead => Volatile.Read(ref _left) < 0;

    public ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation) =>
        Live(documents).FindAsync(key, cancellation);

    public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        Live(documents).FindManyAsync(keys, cancellation);

    public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
        Live(documents).TryWriteAsync(key, content, etag, cancellation);

    public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> sealedOnes, CancellationToken cancellation) =>
        Live(documents).WriteSealedAsync(sealedOnes, cancellation);

    public ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation) =>
        Live(publisher).PublishAsync(happened, cancellation);

    private TConnection Live<TConnection>(TConnection connection) =>
        Interlocked.Decrement(ref _left) < 0 ? throw new TimeoutException("The worker is dead.") : connection;
}
