using Auctions.Bus;
using Auctions.Worker.Measuring;

namespace Auctions.Worker.Intake;

/// <summary>The one way by which commands reach the bus, whether they come by gRPC or from the topic.</summary>
internal sealed class CommandIntake(CommandBus bus, CommandCatalog catalog, AuctionMetrics metrics, TimeProvider time)
{
    /// <summary>Reads a command by its name and sends it.</summary>
    public async ValueTask<Outcome> SendAsync(string type, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var started = Start();
        Outcome? outcome = null;
        try
        {
            outcome = await catalog.SendAsync(bus, type, payload.Span, cancellation);
            return outcome.Value;
        }
        finally
        {
            // The name in the metrics must be one of ours: a stranger's would be a new series each time.
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
            return outcome.Value;
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
