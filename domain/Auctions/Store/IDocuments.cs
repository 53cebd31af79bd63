namespace Auctions.Store;

/// <summary>
/// The store, as far as auctions need it: documents by key, of which one at a time can be compared and set. Nothing
/// here is a transaction over two keys; not every store keeps such a promise.
/// </summary>
public interface IDocuments
{
    /// <summary>A document and its ETag; null where there is none.</summary>
    ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Many documents at once, in the order of the keys; null where there is none.</summary>
    ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Writes a document if it is still the one that was read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The document as JSON.</param>
    /// <param name="etag">The ETag that was read; null where there was no document, and there must be none still.</param>
    /// <param name="cancellation">Ends the wait; whether the write happened is then unknown.</param>
    /// <returns>Whether it was written; false where somebody else was first.</returns>
    ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation);

    /// <summary>Writes documents that never change once written, so that writing them twice changes nothing.</summary>
    ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation);
}
