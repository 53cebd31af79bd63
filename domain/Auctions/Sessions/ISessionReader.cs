namespace Auctions.Sessions;

/// <summary>The reads of sessions: what Api answers and what Pusher sends as a snapshot.</summary>
public interface ISessionReader
{
    /// <summary>One session; null where there is none.</summary>
    ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation);

    /// <summary>The sessions whose lots are listed, those that aren't over first, by the opening of their first lot.</summary>
    ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation);
}
