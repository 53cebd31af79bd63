using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Worker.Measuring;
using Auctions.Worker.Reporting;

namespace Auctions.Worker.Intake;

/// <summary>Registers what every command needs.</summary>
internal static class IntakeRegistration
{
    /// <summary>Adds the catalogue, the handlers of every command, and the intake.</summary>
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton(AuctionCommands.Catalog).AddSingleton<CommandIntake>().AddSingleton<FailedCommands>();
        foreach (var handler in AuctionCommands.Handlers)
            services.AddSingleton(handler);
    }
}

/// <summary>Sends the commands that arrive by gRPC and from the topic to the bus, and measures them.</summary>
internal sealed class CommandIntake(
    CommandBus bus, CommandCatalog catalog, AuctionMetrics metrics, FailedCommands failed, TimeProvider time)
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
            return outcome;
        }
        catch (Exception failure) when (Retryable.Reason(failure) is null)
        {
            failed.ReportException(type, payload, failure);
            throw;
        }
        finally
        {
            // Unknown names are counted as one, because each name in the metrics is a series of its own.
            metrics.Ended(catalog.Names.Contains(type) ? type : "unknown", outcome, time.GetElapsedTime(started));
        }
    }
}
