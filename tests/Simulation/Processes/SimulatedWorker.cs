using System.Diagnostics.Metrics;
using System.Text.Json;
using Auctions;
using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Catalog;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Outbox;
using Auctions.Raising;
using Auctions.ServiceDefaults.Errors;
using Auctions.Store;
using Auctions.Sweeping;
using Auctions.Views;
using Auctions.Worker.Measuring;
using Auctions.Worker.Reporting;
using Auctions.Worker.Schedules;
using Auctions.Worker.Workflows;
using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;
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
    private static readonly NeverStops Host = new();
    private static readonly FailedCommands Failed = new(new NoReports(), AuctionCommands.Catalog);
    private static readonly AuctionMetrics Metrics = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly SimulatedProcess _process;
    private readonly Dictionary<string, Func<string, Task<string>>> _activities = new(StringComparer.Ordinal);
    private readonly Backlog _backlog;
    private readonly AuctionIndex _index;
    private readonly AuctionStore _store;
    private readonly CommandOrder _order;
    private readonly AuctionOutbox _outbox;
    private readonly WorkflowClient _workflows;
    private readonly AuctionSweep _sweep;
    private readonly CreateAuction _create;

    public SimulatedWorker(World world, SimulatedProcess process)
    {
        _process = process;
        var time = process.Time;
        var documents = new StoreClient(world.Network, world.Store, process);
        var publisher = new BrokerClient(world.Network, world.Broker, process);
        var store = new AuctionStore(documents, time, options: new() { JitterSeed = world.NextSeed() });
        _outbox = new AuctionOutbox(store, publisher);
        _backlog = new(time);
        _index = new(documents);
        _order = new(store, time);
        _workflows = new(world.Network, world.Workflows, process);
        _store = store;
        var unscheduled = new UnscheduledCommands(store, documents, _workflows);
        _sweep = new(_index, store, documents, _order, unscheduled, _outbox, time, NullLogger<AuctionSweep>.Instance);
        _create = new(store, _index, _outbox, _workflows);
        AddStep<AuctionRaiseCommand, AddUserToAuction>(new(store));
        AddStep<AuctionRaiseCommand, CheckBidAmount>(new(_order));
        AddStep<AuctionRaiseCommand, NotifyParticipants>(new(_outbox, publisher, _workflows));
        AddStep<AuctioneerCommand, ApplyAuctioneerAction>(new(_order));
        AddStep<AuctioneerCommand, NotifyWatchers>(new(_outbox, _workflows));
        Add(nameof(AdvanceAuction), new AdvanceAuction(new(store, _index, _outbox, _workflows, time), Host));
        Add(nameof(NotifyBidder), new NotifyBidder(new AuctionReader(documents, time), publisher, Host));
        // The topic of dead letters has no other part in this.
        _activities.Add(nameof(DeadLetterCommand), _ => world.Network.CallHubAsync(process, () => "true"));
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

    /// <summary>Runs an activity of a workflow. Input and result are JSON.</summary>
    public Task<string> RunActivityAsync(string activity, string input) => _activities[activity](input);

    private void AddStep<TCommand, THandler>(THandler handler)
        where TCommand : class, ICommand<TCommand>
        where THandler : IHandler<TCommand> =>
        Add(ActivityNames.Of<TCommand>(typeof(THandler)), new HandlerActivity<TCommand, THandler>(
            handler, _backlog, Metrics, Failed, _process.Time, Host, NullLogger<HandlerActivity<TCommand, THandler>>.Instance));

    private void Add<TInput, TResult>(string name, WorkflowActivity<TInput, TResult> activity) => _activities.Add(name, async input =>
        JsonSerializer.Serialize(
            await activity.RunAsync(null!, JsonSerializer.Deserialize<TInput>(input, JsonSerializerOptions.Web)!), JsonSerializerOptions.Web));

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

    private sealed class NoReports : IErrorReports
    {
        public void Report(ErrorReport error)
        {
        }
    }
}
