using System.Globalization;
using Auctions.Store;
using Dapr;

namespace Worker.Tests.Fixtures;

/// <summary>A store in memory that can be made to fail.</summary>
public sealed class MemoryDocuments : IDocuments
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Content, long Version)> _documents = [];
    private long _versions;

    /// <summary>Thrown by every call where set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where set, a read lasts until it is cancelled and says so as the sidecar's client does; completed when one began.</summary>
    public TaskCompletionSource? Stuck { get; set; }

    public async ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation)
    {
        ThrowIfFailing();
        if (Stuck is { } stuck)
        {
            stuck.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new DaprException("State operation failed", new OperationCanceledException(cancellation));
        }

        lock (_lock)
            return _documents.TryGetValue(key, out var found) ? (found.Content, Tag(found.Version)) : null;
    }

    public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        ThrowIfFailing();
        lock (_lock)
            return new([.. keys.Select(key => _documents.TryGetValue(key, out var found) ? found.Content : null)]);
    }

    public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation)
    {
        ThrowIfFailing();
        lock (_lock)
        {
            var current = _documents.TryGetValue(key, out var found) ? Tag(found.Version) : null;
            if (current != etag)
                return new(false);
            _documents[key] = (content, ++_versions);
            return new(true);
        }
    }

    public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation)
    {
        ThrowIfFailing();
        lock (_lock)
            foreach (var (key, content) in documents)
                _documents[key] = (content, ++_versions);
        return ValueTask.CompletedTask;
    }

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private void ThrowIfFailing()
    {
        if (Failure is { } failure)
            throw failure;
    }
}
