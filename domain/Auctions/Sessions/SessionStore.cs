using System.Text.Json;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>The documents of sessions.</summary>
/// <param name="documents">The store.</param>
public sealed class SessionStore(IDocuments documents)
{
    // A document has up to half a MiB while its lots are made, and an answer of the sidecar up to 4.
    private const int SessionsAtOnce = 8;

    /// <summary>A session and its ETag; null where there is none.</summary>
    public async ValueTask<(SessionState Session, string ETag)?> FindAsync(string session, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(session) && await documents.FindAsync(AuctionKeys.Session(session), cancellation) is var (content, etag)
            ? (HeadJson.Read<SessionState>(AuctionKeys.Session(session), content), etag)
            : null;

    /// <summary>Some sessions; those that aren't there are left out.</summary>
    public async ValueTask<IReadOnlyList<SessionState>> FindManyAsync(IReadOnlyList<string> sessions, CancellationToken cancellation)
    {
        var found = new List<SessionState>();
        foreach (var some in sessions.Chunk(SessionsAtOnce))
        {
            var contents = await documents.FindManyAsync([.. some.Select(AuctionKeys.Session)], cancellation);
            for (var at = 0; at < some.Length; at++)
                if (contents[at] is { } content)
                    found.Add(HeadJson.Read<SessionState>(AuctionKeys.Session(some[at]), content));
        }

        return found;
    }

    /// <summary>Writes a session if it is still the one that was read; null for one that isn't there yet.</summary>
    /// <returns>False where somebody else was first.</returns>
    public ValueTask<bool> TryWriteAsync(SessionState session, string? etag, CancellationToken cancellation) =>
        documents.TryWriteAsync(
            AuctionKeys.Session(session.Id), JsonSerializer.SerializeToUtf8Bytes(session, AuctionJson.Options), etag, cancellation);
}
