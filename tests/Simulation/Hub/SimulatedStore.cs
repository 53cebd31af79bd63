using System.Globalization;
using Auctions.Store;
using Simulation.Tests.Clock;
using Simulation.Tests.Faults;

namespace Simulation.Tests.Hub;

/// <summary>The documents, in the hub. Tells of every head that is written.</summary>
internal sealed class SimulatedStore(FaultSource faults)
{
    private readonly Dictionary<string, (byte[] Content, long Version)> _documents = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Called with the name of the writer, the key, and the contents before and after.</summary>
    public Action<string, string, byte[]?, byte[]>? Written { get; set; }

    public (byte[] Content, string ETag)? Find(string key) =>
        _documents.TryGetValue(key, out var found) ? (found.Content, ETag(found.Version)) : null;

    public IReadOnlyList<byte[]?> FindMany(IReadOnlyList<string> keys) => [.. keys.Select(key => Find(key)?.Content)];

    public bool TryWrite(string writer, string key, byte[] content, string? etag)
    {
        // The other process's write changes nothing that matters here.
        if (_documents.TryGetValue(key, out var other) && faults.Happens(FaultKind.Conflict))
            _documents[key] = (other.Content, ++_version);

        var before = Find(key);
        if (before?.ETag != etag)
            return false;
        _documents[key] = (content, ++_version);
        Written?.Invoke(writer, key, before?.Content, content);
        return true;
    }

    public void WriteSealed(IReadOnlyList<KeyValuePair<string, byte[]>> documents)
    {
        foreach (var (key, content) in documents)
        {
            if (_documents.TryGetValue(key, out var before) && !before.Content.AsSpan().SequenceEqual(content))
                throw new InvalidOperationException($"The sealed document {key} was written again as something else.");
            _documents[key] = (content, ++_version);
        }
    }

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The store as a process sees it.</summary>
internal sealed class StoreClient(Network network, SimulatedStore store, SimulatedProcess process) : IDocuments
{
    public async ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => store.Find(key), cancellation);

    public async ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => store.FindMany(keys), cancellation);

    public async ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => store.TryWrite(process.Name, key, content, etag), cancellation);

    public async ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> documents, CancellationToken cancellation) =>
        await network.CallHubAsync(
            process,
            () =>
            {
                store.WriteSealed(documents);
                return true;
            },
            cancellation);
}
