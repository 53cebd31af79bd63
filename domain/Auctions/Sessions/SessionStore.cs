using System.Text.Json;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>Reads and writes the documents of sessions.</summary>
/// <param name="documents">The store.</param>
public sealed class SessionStore(IDocuments documents)
{
    // A document has up to half a MiB until its lots are created, and an answer of the sidecar has at most 4 MiB.
    private const int SessionsAtOnce = 8;

    /// <summary>Reads a session and its ETag; null where there is none.</summary>
    public async ValueTask<(SessionState Session, string ETag)?> FindAsync(string session, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(session) && await documents.FindAsync(AuctionKeys.Session(session), cancellation) is var (content, etag)
            ? (HeadJson.Read<SessionState>(AuctionKeys.Session(session), content), etag)
            : null;

    /// <summary>Reads several sessions. Sessions that don't exist are left out.</summary>
    public async ValueTask<IReadOnlyList<SessionState>> FindManyAsync(IReadOnlyList<string> sessions, CancellationToken cancellation)
    {
        var found = new List<SessionState>();
        foreach (var chunk in sessions.Chunk(SessionsAtOnce))
        {
            var contents = await documents.FindManyAsync([.. chunk.Select(AuctionKeys.Session)], cancellation);
            for (var at = 0; at < chunk.Length; at++)
                if (contents[at] is { } content)
                    found.Add(HeadJson.Read<SessionState>(AuctionKeys.Session(chunk[at]), content));
        }

        return found;
    }

    /// <summary>Writes a session if the stored one still has the given ETag; null where there must be none.</summary>
    /// <returns>Whether the session was written; false where another process wrote first.</returns>
    public ValueTask<bool> TryWriteAsync(SessionState session, string? etag, CancellationToken cancellation) =>
        documents.TryWriteAsync(
            AuctionKeys.Session(session.Id), JsonSerializer.SerializeToUtf8Bytes(session, AuctionJson.Options), etag, cancellation);
}
