using Auctions.Rules;
using Auctions.Store;

namespace Auctions.Sessions;

/// <summary>Reads sessions from the documents in the store.</summary>
/// <param name="documents">The store.</param>
/// <param name="time">The clock that determines a view's status.</param>
public sealed class SessionReader(IDocuments documents, TimeProvider time) : ISessionReader
{
    private readonly AuctionIndex _index = new(documents);
    private readonly SessionStore _sessions = new(documents);

    /// <inheritdoc/>
    public async ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) =>
        await _sessions.FindAsync(session, cancellation) is var (found, _) ? SessionViews.Of(found, time.GetUtcNow()) : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation)
    {
        var ids = (await _index.ReadAsync(cancellation)).Select(line => line.Session).OfType<string>().Distinct().ToList();
        return [.. (await _sessions.FindManyAsync(ids, cancellation))
            .Select(session => SessionSummary.Of(SessionViews.Of(session, time.GetUtcNow())))
            .OrderBy(summary => summary.Status == AuctionStatus.Closed)
            .ThenBy(summary => summary.OpensAt)
            .ThenBy(summary => summary.Id, StringComparer.Ordinal)];
    }
}
