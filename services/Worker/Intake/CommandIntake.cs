using Auctions.Bus;
using Auctions.Worker.Measuring;

namespace Auctions.Worker.Intake;

/// <summary>Sends the commands that arrive by gRPC and from the topic to the bus, and measures them.</summary>
internal sealed class CommandIntake(CommandBus bus, CommandCatalog catalog, AuctionMetrics metrics, TimeProvider time)
{
    /// <summary>Reads a command from JSON and sends it.</summary>
    public async ValueTask<Outcome> SendAsync(string type, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        metrics.Started();
        var started = time.GetTimestamp();
        Outcome? outcome = null;
        try
        {
            outcome = await catalog.SendAsync(bus, type, payload.Span, cancellation);
            return outcome.Value;
        }
        finally
        {
            // Unknown names are counted as one, because each name in the metrics is a series of its own.
            metrics.Ended(catalog.Names.Contains(type) ? type : "unknown", outcome, time.GetElapsedTime(started));
        }
    }
}
