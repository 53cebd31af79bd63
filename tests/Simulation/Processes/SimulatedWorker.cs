using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Lifecycle;
using Auctions.Outbox;
using Auctions.Raising;
using Auctions.Store;
using Auctions.Worker.Workflows;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Tests.Clock;
using Simulation.Tests.Hub;

namespace Simulation.Tests.Processes;

/// <summary>
/// One life of a worker: the domain as services/Worker puts it together, without the bus, whose awaits would leave the simulated
/// process.
/// </summary>
internal sealed class SimulatedWorker
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(2);

    private readonly SimulatedProcess _process;
    private readonly Dictionary<Type, object> _handlers;
    private readonly Backlog _backlog;
    private readonly AuctionIndex _index;
    private readonly WorkflowClient _workflows;
    private readonly OutboxSweep _sweep;
    private readonly AuctionSchedule _schedule;
    private readonly CreateAuction _create;
    private readonly CommandDelegate<AuctionRaiseCommand> _acceptRaise;
    private readonly Accepting _accepting;

    public SimulatedWorker(World world, SimulatedProcess process)
    {
        _process = process;
        var time = process.Time;
        var documents = new StoreClient(world.Network, world.Store, process.Name);
        var publisher = new BrokerClient(world.Network, world.Broker);
        var store = new AuctionStore(documents, time, options: new() { JitterSeed = world.NextSeed() });
        var outbox = new AuctionOutbox(store, publisher);
        _backlog = new(time);
        _index = new(documents);
        _workflows = new(world.Network, world.Workflows);
        _sweep = new(_index, store, documents, outbox, time, NullLogger<OutboxSweep>.Instance);
        _schedule = new(store, _index, outbox, _workflows, time, _backlog);
        _create = new(store, _index, outbox, _workflows);
        _handlers = new object[]
        {
            new AddUserToAuction(store), new CheckBidAmount(store), new NotifyParticipants(outbox, publisher, _workflows),
            new ApplyAuctioneerAction(store), new NotifyWatchers(outbox, _workflows),
        }.ToDictionary(handler => handler.GetType());
        _accepting = new(world, process, _backlog);
        _acceptRaise = new RaiseAdmission(documents).Compose<AuctionRaiseCommand>(
            async (command, _) => await _accepting.AcceptAsync(command));
        process.Post(SweepAsync);
    }

    /// <summary>Creates the auction.</summary>
    public Task<Outcome> CreateAsync(OpenAuctionCommand command) => _create.HandleAsync(command, new CommandContext()).AsTask();

    /// <summary>Accepts a raise that comes from Api.</summary>
    public Task<Outcome> DispatchAsync(AuctionRaiseCommand command) => _acceptRaise(command, new CommandContext()).AsTask();

    /// <summary>Accepts an auctioneer's command that comes from Api.</summary>
    public Task<Outcome> DispatchAsync(AuctioneerCommand command) => _accepting.AcceptAsync(command);

    /// <summary>Withdraws the tries of a command that were received by an instant, unless a worker has accepted it.</summary>
    public Task<bool> WithdrawAsync(string commandId, DateTimeOffset receivedAt) => _accepting.WithdrawAsync(commandId, receivedAt);

    /// <summary>Runs a step of a command, as <c>HandlerActivity</c> does.</summary>
    public async Task<Progress> RunStepAsync<TCommand>(Type handler, TCommand command, Progress before)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        if (handler == TCommand.Handlers[0])
            _backlog.NoteStart(command.ReceivedAt);
        var context = new CommandContext { Outcome = before.Outcome };
        context.RecordAll(before.Events);
        try
        {
            var outcome = await ((IHandler<TCommand>)_handlers[handler]).HandleAsync(command, context);
            return new(outcome, context.Events);
        }
        catch
        {
            _backlog.NoteFailure();
            throw;
        }
    }

    /// <summary>Opens or closes the auction where that is due.</summary>
    public Task<AuctionStep> AdvanceAsync(string auction) => _schedule.AdvanceAsync(auction, CancellationToken.None);

    // The same as SweepService does.
    private async Task SweepAsync()
    {
        var hasScheduledAll = false;
        while (true)
        {
            await Task.Delay(SweepPeriod, _process.Time);
            try
            {
                if (!hasScheduledAll)
                    foreach (var line in (await _index.ReadAsync(CancellationToken.None)).Where(line => !line.IsOver))
                        await _workflows.ScheduleAsync(line.Id, CancellationToken.None);
                hasScheduledAll = true;
                await _sweep.SweepOnceAsync(CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or AuctionBusyException or OperationCanceledException)
            {
                // The next sweep tries again.
            }
        }
    }
}
