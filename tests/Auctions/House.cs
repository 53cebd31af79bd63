using Auctions.Auctioneering;
using Auctions.Bus;
using Auctions.Events;
using Auctions.Lifecycle;
using Auctions.Ordering;
using Auctions.Outages;
using Auctions.Outbox;
using Auctions.Raising;
using Auctions.Rules;
using Auctions.Sessions;
using Auctions.Store;
using Auctions.Sweeping;
using Auctions.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Tests;

/// <summary>An auction house without processes: one store, one broker, one clock, and as many workers as wanted.</summary>
internal sealed class House
{
    public const string Auction = "lot-1";

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <param name="rules">The rule of the house for outages; null for the default.</param>
    public House(HouseOptions? rules = null)
    {
        Rules = rules ?? new();
        Reader = new(Documents, Time);
        Index = new(Documents);
        First = new(this);
    }

    public FakeTimeProvider Time { get; } = new(Noon);

    public HouseOptions Rules { get; }

    public MemoryDocuments Documents { get; } = new();

    public MemoryPublisher Publisher { get; } = new();

    public ScheduledWorkflows Lifetimes { get; } = new();

    public AuctionReader Reader { get; }

    public AuctionIndex Index { get; }

    /// <summary>A worker that is there from the start.</summary>
    public Worker First { get; }

    public static AuctionTerms Terms(
        decimal startingPrice = 10, string currency = "EUR", TimeSpan? opensIn = null, TimeSpan? closesIn = null,
        params IncrementBand[] increments) =>
        new("A clock", currency, startingPrice, increments.Length == 0 ? null : increments,
            opensIn is { } later ? Noon + later : null, Noon + (closesIn ?? TimeSpan.FromHours(1)));

    public OpenAuctionCommand Opening(AuctionTerms? terms = null, string auction = Auction, string rest = "open") =>
        new(CommandIds.New(auction, rest), auction, "sam", terms ?? Terms(), Time.GetUtcNow());

    public AuctionRaiseCommand Raising(string bidder, decimal amount, string id, string auction = Auction) =>
        new(CommandIds.New(auction, id), auction, bidder, amount, Time.GetUtcNow());

    public AuctionRaiseCommand RaisingUpTo(string bidder, decimal maximum, string id, string auction = Auction) =>
        new(CommandIds.New(auction, id), auction, bidder, null, Time.GetUtcNow()) { Maximum = maximum };

    public AuctioneerCommand Wishing(DecisionKind wish, string id, string user = "sam", string auction = Auction) =>
        new(CommandIds.New(auction, id), auction, user, wish, Time.GetUtcNow());

    public async Task<AuctionHead> HeadAsync(string auction = Auction) =>
        await First.Heads.FindAsync(auction, CancellationToken.None) ?? throw new InvalidOperationException("There is no head.");

    public async Task<IReadOnlyList<ISequenced>> HistoryAsync(string auction = Auction)
    {
        var head = await HeadAsync(auction);
        var history = new List<ISequenced>();
        for (var page = 0; page < head.SealedPages; page++)
        {
            var (content, _) = await Documents.FindAsync(AuctionKeys.EventPage(auction, page), CancellationToken.None)
                ?? throw new InvalidOperationException($"Page {page} is missing.");
            history.AddRange(HeadJson.Read<StoredEvent[]>($"page {page}", content).Select(stored => stored.Happened));
        }

        history.AddRange(head.Events.Select(stored => stored.Happened));
        return history;
    }

    public async Task<AuctionView> ViewAsync(string auction = Auction) =>
        await Reader.FindAsync(auction, CancellationToken.None) ?? throw new InvalidOperationException("There is no auction.");

    /// <summary>The auctions whose lives were begun.</summary>
    internal sealed class ScheduledWorkflows : IAuctionWorkflows, IOrderedWorkflows
    {
        public List<string> Commands { get; } = [];

        public ValueTask ScheduleAsync(string auction, DecisionRecord pending, CancellationToken cancellation)
        {
            lock (Commands)
                Commands.Add(pending.Command);
            return default;
        }

        public HashSet<string> Begun { get; } = [];

        public ValueTask ScheduleAsync(string auction, CancellationToken cancellation)
        {
            lock (Begun)
                Begun.Add(auction);
            return default;
        }

        public HashSet<string> BegunSessions { get; } = [];

        public ValueTask ScheduleSessionAsync(string session, CancellationToken cancellation)
        {
            lock (BegunSessions)
                BegunSessions.Add(session);
            return default;
        }

        public List<string> WokenSessions { get; } = [];

        public ValueTask NotifySessionAsync(string session, CancellationToken cancellation)
        {
            lock (WokenSessions)
                WokenSessions.Add(session);
            return default;
        }

        public List<string> Woken { get; } = [];

        public ValueTask NotifyAsync(string auction, CancellationToken cancellation)
        {
            lock (Woken)
                Woken.Add(auction);
            return default;
        }
    }

    /// <summary>A worker's process: what is in its memory goes with it.</summary>
    internal sealed class Worker : IOutageListener
    {
        public Worker(House house, AuctionStoreOptions? options = null, int diesAfterCalls = int.MaxValue)
        {
            Life = new(house.Documents, house.Publisher, diesAfterCalls);
            // The clock stands still here, so nobody waits between tries.
            Heads = new(Life, house.Time, options: options ?? new() { Jitter = TimeSpan.Zero, MostFailures = 10 });
            Outbox = new(Heads, Life);
            Outages = new(Life, house.Time, NullLogger<HouseOutages>.Instance, house.Rules, this);
            Order = new(Heads, house.Time, Outages);
            var unscheduled = new UnscheduledCommands(Heads, Life, house.Lifetimes);
            Lifetime = new(Heads, new(Life), Outbox, house.Lifetimes, house.Time, Outages);
            Sweep = new(
                new(Life), Heads, Life, Order, unscheduled, Outbox, house.Time, NullLogger<AuctionSweep>.Instance,
                outages: Outages, schedule: Lifetime);
            Sessions = new(new(Life), Heads, new(Heads, new(Life), Outbox, house.Lifetimes), Life, house.Lifetimes, house.Time);
            Bus = new CommandBus(new InlineHandlers(new ServiceCollection()
                .AddSingleton(Heads)
                .AddSingleton(Order)
                .AddSingleton(new AuctionIndex(Life))
                .AddSingleton<IEventPublisher>(Life)
                .AddSingleton<IAuctionWorkflows>(house.Lifetimes)
                .AddSingleton<CreateAuction>()
                .AddSingleton(new SessionStore(Life))
                .AddSingleton(Sessions)
                .AddSingleton<CreateSession>()
                .AddSingleton<AddUserToAuction>()
                .AddSingleton<CheckBidAmount>()
                .AddSingleton<NotifyParticipants>()
                .AddSingleton<ApplyAuctioneerAction>()
                .AddSingleton<NotifyWatchers>()
                .AddSingleton<AuctionOutbox>()
                .BuildServiceProvider()));
        }

        public Mortal Life { get; }

        public AuctionStore Heads { get; }

        public AuctionOutbox Outbox { get; }

        public CommandOrder Order { get; }

        public HouseOutages Outages { get; }

        /// <summary>The outages that this worker recorded.</summary>
        public List<Outage> Recorded { get; } = [];

        public AuctionSweep Sweep { get; }

        public AuctionSchedule Lifetime { get; }

        public SessionSchedule Sessions { get; }

        public CommandBus Bus { get; }

        void IOutageListener.Recorded(Outage outage) => Recorded.Add(outage);

        public Task<Outcome> SendAsync<TCommand>(TCommand command)
            where TCommand : class, ICommand<TCommand> => Bus.SendAsync(command).AsTask();
    }
}
