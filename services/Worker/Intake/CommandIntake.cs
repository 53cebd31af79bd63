using Auctions.Bus;
using Auctions.Worker.Measuring;

namespace Auctions.Worker.Intake;

/// <summary>Sends the commands that arrive by gRPC and from the topic to the bus, and measures them.</summary>
internal sealed class CommandIntake(CommandBus bus, CommandCatalog catalog, AuctionMetrics metrics, TimeProvider time)
{
    /// <summary>Reads a command from JSON and sends it.</summary>
    public async ValueTask<Outcome> SendAsync(string type, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var started = Start();
        Outcome? outcome = null;
        try
        {
            outcome = await catalog.SendAsync(bus, type, payload.Span, cancellation);
            return outcome;
        }
        finally
        {
            // Unknown names are counted as one, because each name in the metrics is a series of its own.
            End(catalog.Names.Contains(type) ? type : "unknown", outcome, started);
        }
    }

    /// <summary>Sends a command.</summary>
    public async ValueTask<Outcome> SendAsync<TCommand>(TCommand command, CancellationToken cancellation)
        where TCommand : class, ICommand<TCommand>
    {
        var started = Start();
        Outcome? outcome = null;
        try
        {
            outcome = await bus.SendAsync(command, cancellation);
            return outcome;
        }
        finally
        {
            End(CommandCatalog.NameOf<TCommand>(), outcome, started);
        }
    }

    private long Start()
    {
        metrics.Started();
        return time.GetTimestamp();
    }

    private void End(string command, Outcome? outcome, long started) =>
        metrics.Ended(command, outcome, time.GetElapsedTime(started));
}
