using System.Text;
using System.Text.Json;
using Dapr;
using Dapr.Client;

namespace Auctions.Store;

/// <summary>
/// The documents in a Dapr state store. Every write of a document that changes carries an ETag, or first-write where
/// there must be none: a Dapr write without either would win over any other.
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

        // The answer comes in any order, and what isn't there may be empty or missing.
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
            // A first write over an existing document fails without saying why (daprd answers Internal). If there is
            // a document now, somebody was first, or this write happened and its answer got lost; a reader can tell.
            if (await FindAsync(key, cancellation) is not null)
                return false;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteSealedAsync(
        IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
        // No ETag, which the client has no nullable annotation for: the same document over itself is no conflict.
        await dapr.SaveBulkStateAsync(
            store,
            [.. documents.Select(document => new SaveStateItem<JsonElement>(
                document.Key, JsonElement.Parse(document.Value), etag: null!, LastWrite))],
            cancellation);
}
