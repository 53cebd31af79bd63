using Auctions.Pusher.Sockets;

namespace Auctions.Pusher.Live;

/// <summary>
/// Closes many connections with 1012, which sends the clients to another pusher. The closes are spread over some time, so that
/// the clients don't reach the other pushers all at once. Few connections take less time.
/// </summary>
/// <param name="options">The most time that it takes.</param>
/// <param name="time">The clock.</param>
internal sealed class SpreadClose(PusherOptions options, TimeProvider time)
{
    private static readonly TimeSpan PerConnection = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The time that closing so many connections takes.</summary>
    public TimeSpan TimeFor(int connections) =>
        TimeSpan.FromMilliseconds(Math.Min(options.CloseSpreadMilliseconds, connections * PerConnection.TotalMilliseconds));

    /// <summary>Closes the connections; once cancelled, those that are left at once.</summary>
    /// <param name="all">The connections.</param>
    /// <param name="reason">The reason in the close frame.</param>
    /// <param name="last">A frame that each is sent before its close frame; null for none.</param>
    /// <param name="cancellation">Ends the spreading.</param>
    public async Task CloseAsync(IReadOnlyCollection<Connection> all, string reason, byte[]? last, CancellationToken cancellation)
    {
        var perStep = Math.Max(1, (int)Math.Ceiling(all.Count / Math.Max(1, TimeFor(all.Count) / Step)));
        foreach (var some in all.Chunk(perStep))
        {
            foreach (var connection in some)
            {
                if (last is not null && !connection.IsClosing)
                    connection.TrySend(last);
                connection.Close(CloseCodes.ServiceRestart, reason);
            }

            await Task.Delay(Step, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
