using Auctions.Bus;
using Auctions.Worker.Measuring;
using Dapr.Workflow;

namespace Auctions.Worker.Durable;

/// <summary>
/// One handler of a durable command as an activity, registered under the handler's name. The handler is no activity
/// itself: it is the same class that runs inline.
/// </summary>
internal sealed class HandlerActivity<TCommand, THandler>(
    THandler handler, Backlog backlog, AuctionMetrics metrics, TimeProvider time, IHostApplicationLifetime host)
    : WorkflowActivity<StepInput<TCommand>, StepReport>
    where TCommand : class, ICommand<TCommand>
    where THandler : IHandler<TCommand>
{
    private static readonly bool IsFirst = TCommand.Handlers[0] == typeof(THandler);
    private static readonly bool IsLast = TCommand.Handlers[^1] == typeof(THandler);

    /// <summary>Runs the handler. It isn't cut off when the worker is to stop, only once it has stopped.</summary>
    public override async Task<StepReport> RunAsync(WorkflowActivityContext context, StepInput<TCommand> input)
    {
        try
        {
            return StepReport.Of(await HandleAsync(input));
        }
        catch
        {
            backlog.Fails();
            throw;
        }
    }

    private async Task<Progress> HandleAsync(StepInput<TCommand> input)
    {
        var receivedAt = (input.Command as IReceivedCommand)?.ReceivedAt;
        if (IsFirst && receivedAt is { } since)
            backlog.Begins(since);
        var before = input.Before.Read();
        var after = await HandlerStep.RunAsync(handler, input.Command, before, host.ApplicationStopped);
        if (after.Events.Count > before.Events.Count)
            metrics.Recorded([.. after.Events.Skip(before.Events.Count)]);
        if (IsLast)
            metrics.Decided(CommandCatalog.NameOf<TCommand>(), after.Outcome, receivedAt is { } received ? time.GetUtcNow() - received : default);
        return after;
    }
}
