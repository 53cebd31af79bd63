using System.Text;
using System.Text.Json;
using Dapr;
using Dapr.Client;

namespace Auctions.Store;

/// <summary>
/// The documents in a Dapr state store. Every write of a changing document has an ETag, or is a first write where no document
/// may exist yet. A Dapr write with neither would overwrite any document.
/// </summary>
/// <param name="dapr">The client of this process' sidecar.</param>
/// <param name="store">The component's name.</param>
public sealed class DaprDocuments(DaprClient dapr, string store = Components.StateStore) : IDocuments
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    private static readonly StateOptions LastWrite = new() { Concurrency = ConcurrencyMode.LastWrite };

    /// <inheritdoc/>
    public async ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation)
    {
        var (content, etag) = await dapr.GetByteStateAndETagAsync(store, key, ConsistencyMode.Strong, cancellationToken: cancellation);
        return content.IsEmpty ? null : (content.ToArray(), etag);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return [];

        // The answer is in any order, and documents that don't exist are empty or missing in it.
        var items = await dapr.GetBulkStateAsync(store, keys, parallelism: null, cancellationToken: cancellation);
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var item in items)
            if (!string.IsNullOrEmpty(item.Value))
                found[item.Key] = Encoding.UTF8.GetBytes(item.Value);
        return [.. keys.Select(found.GetValueOrDefault)];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation)
    {
        if (etag is not null)
            return await dapr.TrySaveByteStateAsync(store, key, content, etag, FirstWrite, cancellationToken: cancellation);

        try
        {
            await dapr.SaveByteStateAsync(store, key, content, FirstWrite, cancellationToken: cancellation);
            return true;
        }
        catch (DaprException) when (!cancellation.IsCancellationRequested)
        {
            // A first write over an existing document fails without a reason (daprd answers Internal). If the document exists
            // now, another process wrote it, or this write happened and its answer got lost. The caller reads it to find out.
            if (await FindAsync(key, cancellation) is not null)
                return false;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteSealedAsync(
        IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
        // Without an ETag (the client lacks the nullable annotation), because overwriting a document with itself is no conflict.
        await dapr.SaveBulkStateAsync(
            store,
            [.. documents.Select(document => new SaveStateItem<JsonElement>(
                document.Key, JsonElement.Parse(document.Value), etag: null!, LastWrite))],
            cancellation);
}
