using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Outbox;
using Auctions.Raising;
using Auctions.Store;
using Auctions.Sweeping;
using Auctions.Worker.Workflows;
using Auctions.Views;
using Microsoft.Extensions.Hosting;
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
    private readonly AuctionStore _store;
    private readonly CommandOrder _order;
    private readonly AuctionOutbox _outbox;
    private readonly WorkflowClient _workflows;
    private readonly AuctionSweep _sweep;
    private readonly AuctionSchedule _schedule;
    private readonly CreateAuction _create;
    private readonly NotifyBidder _notifyBidder;

    public SimulatedWorker(World world, SimulatedProcess process)
    {
        _process = process;
        var time = process.Time;
        var documents = new StoreClient(world.Network, world.Store, process.Name);
        var publisher = new BrokerClient(world.Network, world.Broker);
        var store = new AuctionStore(documents, time, options: new() { JitterSeed = world.NextSeed() });
        _outbox = new AuctionOutbox(store, publisher);
        _backlog = new(time);
        _index = new(documents);
        _order = new(store, time);
        _workflows = new(world.Network, world.Workflows);
        _store = store;
        var unscheduled = new UnscheduledCommands(store, documents, _workflows);
        _sweep = new(_index, store, documents, _order, unscheduled, _outbox, time, NullLogger<AuctionSweep>.Instance);
        _schedule = new(store, _index, _outbox, _workflows, time);
        _create = new(store, _index, _outbox, _workflows);
        _handlers = new object[]
        {
            new AddUserToAuction(store), new CheckBidAmount(_order), new NotifyParticipants(_outbox, publisher, _workflows),
            new ApplyAuctioneerAction(_order), new NotifyWatchers(_outbox, _workflows),
        }.ToDictionary(handler => handler.GetType());
        _notifyBidder = new(new AuctionReader(documents, time), publisher, new NeverStops());
        process.Post(SweepAsync);
    }

    /// <summary>Creates the auction.</summary>
    public Task<Outcome> CreateAsync(OpenAuctionCommand command) => _create.HandleAsync(command, new CommandContext()).AsTask();

    /// <summary>Accepts a command that comes from Api, as <c>DurableCommands</c> does.</summary>
    public async Task<Outcome> DispatchAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand
    {
        var mayAccept = await _backlog.AdmitAsync(CancellationToken.None);
        var (outcome, events) = await _order.AcceptAsync(command, isOverloaded: !mayAccept, CancellationToken.None);
        if (events.Count > 0)
            _process.Post(() => PublishAsync(command.Auction, events));
        if (_order.IsUnscheduled(command))
            _process.Post(() => ScheduleAsync(command));
        return outcome;
    }

    /// <summary>Withdraws the copies of a command that were received by an instant, unless the command was accepted.</summary>
    public Task<bool> WithdrawAsync(IOrderedCommand command) =>
        _order.WithdrawAsync(command.Auction, command.CommandId, command.ReceivedAt, CancellationToken.None).AsTask();

    /// <summary>Runs a step of a command, as <c>HandlerActivity</c> does.</summary>
    public async Task<StepReport> RunStepAsync<TCommand>(Type handler, TCommand command, StepReport before)
        where TCommand : class, ICommand<TCommand>, IAuctionCommand
    {
        if (handler == TCommand.Handlers[0])
            _backlog.NoteStart(command.ReceivedAt);
        var context = before.ToContext(CancellationToken.None);
        context.Outcome = await ((IHandler<TCommand>)_handlers[handler]).HandleAsync(command, context);
        return StepReport.Of(context);
    }

    /// <summary>Tells the bidder of a raise whose steps kept failing the outcome.</summary>
    public Task<bool> NotifyBidderAsync(AuctionRaiseCommand raise) =>
        _notifyBidder.RunAsync(null!, new(raise.Auction, raise.Bidder, raise.CommandId));

    /// <summary>Opens or closes the auction where that is due.</summary>
    public Task<AuctionStep> AdvanceAsync(string auction) => _schedule.AdvanceAsync(auction, CancellationToken.None);

    private async Task PublishAsync(string auction, IReadOnlyList<ISequenced> events)
    {
        try
        {
            await _outbox.PublishAsync(auction, events, CancellationToken.None);
        }
        catch (IOException)
        {
            // The sweep publishes them.
        }
    }

    private async Task ScheduleAsync<TCommand>(TCommand command)
        where TCommand : class, ICommand<TCommand>, IOrderedCommand
    {
        try
        {
            await _workflows.ScheduleAsync(command);
            IOrderedCommand scheduled = command;
            _store.NoteScheduled(scheduled.Auction, scheduled.CommandId);
        }
        catch (IOException)
        {
            // The sweep schedules the workflow.
        }
    }

    // The same as SweepService does.
    private async Task SweepAsync()
    {
        while (true)
        {
            await Task.Delay(SweepPeriod, _process.Time);
            try
            {
                foreach (var line in (await _index.ReadAsync(CancellationToken.None)).Where(line => !line.IsOver))
                    await _workflows.ScheduleAsync(line.Id, CancellationToken.None);
                await _sweep.SweepOnceAsync(CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or AuctionBusyException or OperationCanceledException)
            {
                // The next sweep tries again.
            }
        }
    }

    private sealed class NeverStops : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
