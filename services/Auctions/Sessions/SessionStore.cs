using System.Text.Json;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>The documents of sessions.</summary>
/// <param name="documents">The store.</param>
public sealed class SessionStore(IDocuments documents)
{
    /// <summary>A session and its ETag; null where there is none.</summary>
    public async ValueTask<(SessionState Session, string ETag)?> FindAsync(string session, CancellationToken cancellation) =>
        AuctionIds.IsWellFormed(session) && await documents.FindAsync(AuctionKeys.Session(session), cancellation) is var (content, etag)
            ? (HeadJson.Read<SessionState>(AuctionKeys.Session(session), content), etag)
            : null;

    /// <summary>Some sessions; those that aren't there are left out.</summary>
    public async ValueTask<IReadOnlyList<SessionState>> FindManyAsync(IReadOnlyList<string> sessions, CancellationToken cancellation)
    {
        var found = await documents.FindManyAsync([.. sessions.Select(AuctionKeys.Session)], cancellation);
        return [.. found.Select((content, at) => content is null ? null : HeadJson.Read<SessionState>(AuctionKeys.Session(sessions[at]), content))
            .OfType<SessionState>()];
    }

    /// <summary>Writes a session if it is still the one that was read; null for one that isn't there yet.</summary>
    /// <returns>False where somebody else was first.</returns>
    public ValueTask<bool> TryWriteAsync(SessionState session, string? etag, CancellationToken cancellation) =>
        documents.TryWriteAsync(
            AuctionKeys.Session(session.Id), JsonSerializer.SerializeToUtf8Bytes(session, AuctionJson.Options), etag, cancellation);
}
