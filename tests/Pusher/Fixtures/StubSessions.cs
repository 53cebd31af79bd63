using System.Collections.Concurrent;
using Auctions.Sessions;

namespace Pusher.Tests.Fixtures;

/// <summary>Sessions that are set by the test.</summary>
internal sealed class StubSessions : ISessionReader
{
    public ConcurrentDictionary<string, SessionView> Views { get; } = new();

    public ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) => new(Views.GetValueOrDefault(session));

    public ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
