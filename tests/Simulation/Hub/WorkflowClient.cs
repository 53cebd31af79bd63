using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Raising;
using Auctions.Store;
using Simulation.Tests.Clock;

namespace Simulation.Tests.Hub;

/// <summary>The workflows as a worker sees them.</summary>
internal sealed class WorkflowClient(Network network, WorkflowEngine engine, SimulatedProcess process) : IAuctionWorkflows, IOrderedWorkflows
{
    public async ValueTask ScheduleAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand =>
        await network.CallHubAsync(process, () => engine.Schedule(command));

    // As DurableCommands does, it looks the id up first.
    public async ValueTask ScheduleAsync(string auction, DecisionRecord accepted, CancellationToken cancellation)
    {
        if (await network.CallHubAsync(process, () => engine.IsKnown(accepted.Command), cancellation))
            return;
        if (accepted.Kind == DecisionKind.Raise)
            await ScheduleAsync(AuctionRaiseCommand.From(auction, accepted));
        else
            await ScheduleAsync(AuctioneerCommand.From(auction, accepted));
    }

    public async ValueTask ScheduleAsync(string auction, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => engine.ScheduleAuction(auction), cancellation);

    public async ValueTask NotifyAsync(string auction, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => engine.Notify(auction), cancellation);

    public ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation) => default;

    public ValueTask NotifySessionAsync(string session, CancellationToken cancellation) => default;
}
