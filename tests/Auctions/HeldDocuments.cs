using Auctions.Store;

namespace Auctions.Tests;

/// <summary>A store whose reads wait for a sign.</summary>
internal sealed class HeldDocuments(IDocuments documents, Task sign) : IDocuments
{
    public async ValueTask<(byte[] Content, string ETag)?> FindAsync(string key, CancellationToken cancellation)
    {
        await sign.WaitAsync(cancellation);
        return await documents.FindAsync(key, cancellation);
    }

    public ValueTask<IReadOnlyList<byte[]?>> FindManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        documents.FindManyAsync(keys, cancellation);

    public ValueTask<bool> TryWriteAsync(string key, byte[] content, string? etag, CancellationToken cancellation) =>
        documents.TryWriteAsync(key, content, etag, cancellation);

    public ValueTask WriteSealedAsync(IReadOnlyList<KeyValuePair<string, byte[]>> sealedOnes, CancellationToken cancellation) =>
        documents.WriteSealedAsync(sealedOnes, cancellation);
}
