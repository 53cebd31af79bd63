using System.Collections.Concurrent;
using System.Globalization;
using Auctions.Store;

namespace Auctions.Tests;

/// <summary>
/// The store in memory. <see cref="Fault"/> is asked before every call and may let it fail: before it has an effect,
/// after it has, or by letting somebody else be first.
/// </summary>
internal sealed class MemoryDocuments : IDocuments
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Content, long Version)> _documents = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>What goes wrong with a call to the store; null for nothing ever.</summary>
    public Func<StoreCall, string, StoreFault>? Fault { get; set; }

    /// <summary>Whether calls return later than they were made, so that callers interleave.</summary>
    public bool Yields { get; set; }

    /// <summary>The calls so far.</summary>
    public ConcurrentQueue<(StoreCall Call, string Key)> Calls { get; } = new();

    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_lock)
                return [.. _documents.Keys];
        }
    }

    public int Count(StoreCall call) => Calls.Count(made => made.Call == call);

    public async ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation)
    {
        await BeginAsync(StoreCall.Find, key);
        lock (_lock)
            return _documents.TryGetValue(key, out var found) ? (found.Content, ETag(found.Version)) : null;
    }

    public async ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await BeginAsync(StoreCall.FindMany, keys[0]);
        lock (_lock)
            return [.. keys.Select(key => _documents.TryGetValue(key, out var found) ? found.Content : null)];
    }

    public async ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation)
    {
        var fault = await BeginAsync(StoreCall.TryWrite, key);
        bool written;
        lock (_lock)
        {
            // Somebody else was first, with a write that changes nothing that matters here.
            if (fault == StoreFault.Conflict && _documents.TryGetValue(key, out var other))
                _documents[key] = (other.Content, ++_version);

            var current = _documents.TryGetValue(key, out var found) ? ETag(found.Version) : null;
            written = current == etag;
            if (written)
                _documents[key] = (content, ++_version);
        }

        return fault == StoreFault.Unknown ? throw new TimeoutException("The answer got lost.") : written;
    }

    public async ValueTask WriteSealedAsync(
        IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation)
    {
        var fault = await BeginAsync(StoreCall.WriteSealed, documents[0].Key);
        lock (_lock)
            foreach (var (key, content) in documents.Take(fault == StoreFault.None ? documents.Count : documents.Count / 2))
            {
                if (_documents.TryGetValue(key, out var before) && !before.Content.AsSpan().SequenceEqual(content))
                    throw new InvalidOperationException($"The sealed document {key} was written again as something else.");
                _documents[key] = (content, ++_version);
            }

        if (fault != StoreFault.None)
            throw new TimeoutException("Some were stored.");
    }

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private async ValueTask<StoreFault> BeginAsync(StoreCall call, string key)
    {
        Calls.Enqueue((call, key));
        if (Yields)
            await Task.Yield();
        var fault = Fault?.Invoke(call, key) ?? StoreFault.None;
        return fault == StoreFault.Refused ? throw new TimeoutException("The store didn't do it.") : fault;
    }
}
