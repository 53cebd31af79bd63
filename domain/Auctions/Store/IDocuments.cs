namespace Auctions.Store;

/// <summary>
/// The store, as far as auctions need it: documents by key, each written by compare-and-set. There are no transactions over two
/// keys, because not every store has atomic ones.
/// </summary>
public interface IDocuments
{
    /// <summary>Reads a document and its ETag; null where there is none.</summary>
    ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Reads several documents, in the order of the keys; null for each that doesn't exist.</summary>
    ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Writes a document if the stored one is unchanged since it was read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The document as JSON.</param>
    /// <param name="etag">The ETag that was read; null where no document may exist.</param>
    /// <param name="cancellation">Cancels the wait; whether the write happened is then unknown.</param>
    /// <returns>Whether the document was written; false where another process wrote first.</returns>
    ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation);

    /// <summary>Writes documents whose content never changes, so that a second write has no effect.</summary>
    ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation);
}
