namespace Auctions.Sessions;

/// <summary>Reads sessions, for Api's answers and for Pusher's snapshots.</summary>
public interface ISessionReader
{
    /// <summary>Reads a session; null where there is none.</summary>
    ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation);

    /// <summary>Reads the sessions that have lots in the index: first those that aren't over, each group by the opening of the first lot.</summary>
    ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation);
}
