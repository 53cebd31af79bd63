using Auctions.Store;

namespace Simulation.Tests.Hub;

/// <summary>The store after a run: every call is served at once, without the network.</summary>
internal sealed class DirectDocuments(SimulatedStore store) : IDocuments
{
    public ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation) => new(store.Find(key));

    public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) => new(store.FindMany(keys));

    public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
        throw new NotSupportedException("The run is over.");

    public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
        throw new NotSupportedException("The run is over.");

    /// <summary>The result of a read, which is there at once.</summary>
    public TResult Await<TResult>(ValueTask<TResult> read) => read.IsCompleted
        ? read.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A read of the store in memory doesn't wait.");
}
