using System.Text;
using Auctions.Pusher;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;
using Auctions.Sessions;
using Auctions.Views;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Tests.Clock;
using Simulation.Tests.Hub;
using Simulation.Tests.People;

namespace Simulation.Tests.Processes;

/// <summary>One life of a pusher, as services/Pusher puts it together; its sockets are <see cref="SimulatedSocket"/>s.</summary>
internal sealed class SimulatedPusher
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(100);

    private readonly SimulatedProcess _process;
    private readonly PusherOptions _options = new();
    private readonly PusherMetrics _metrics;
    private readonly Connections _connections = new();
    private readonly LiveStreams _streams;
    private readonly EventDelivery _delivery;
    private readonly StreamVouch _vouch;

    public SimulatedPusher(World world, SimulatedProcess process, PusherMetrics metrics)
    {
        (_process, _metrics) = (process, metrics);
        var time = process.Time;
        var reader = new AuctionReader(new StoreClient(world.Network, world.Store, process), time);
        var presence = new PresenceBoard(process.Name, time);
        _vouch = new(world.Broker.NewInstance(process.Name), _options, time);
        var heartbeats = new HeartbeatSender(_vouch, new HeartbeatClient(world.Network, world.Broker, process), time);
        _streams = new(reader, new NoSessions(), _vouch, presence, _options, time, metrics, NullLogger<LiveStreams>.Instance);
        var guard = new StreamGuard(_vouch, _connections, _streams, new(_options, time), time, NullLogger<StreamGuard>.Instance);
        var personal = new PersonalMessages(_connections, reader, _options, time, NullLogger<PersonalMessages>.Instance);
        _delivery = new(_streams, personal, presence, _vouch, metrics, time, NullLogger<EventDelivery>.Instance);
        process.Post(() => RepeatAsync(TickPeriod, () =>
        {
            _streams.Tick();
            return Task.CompletedTask;
        }));
        process.Post(() => RepeatAsync(HeartbeatSender.Interval, () => heartbeats.BeatAsync(CancellationToken.None)));
        process.Post(() => RepeatAsync(TickPeriod, () => guard.CheckAsync(CancellationToken.None)));
    }

    /// <summary>Delivers an event, once the process runs.</summary>
    public void Deliver(byte[] cloudEvent) => _process.Post(() =>
    {
        if (!_delivery.TryDeliver(cloudEvent))
            throw new InvalidOperationException("The pusher can't read an event.");
    });

    /// <summary>Begins to serve a client that watches the auction, or refuses it.</summary>
    public void Join(SimulatedSocket socket, string? user, long? after) => _process.Post(() => ServeAsync(socket, user, after));

    // The same as LiveEndpoint does.
    private async Task ServeAsync(SimulatedSocket socket, string? user, long? after)
    {
        if (!_vouch.IsGood)
        {
            socket.Close();
            return;
        }

        var connection = new Connection(socket, user, _options, _process.Time, _metrics);
        _connections.TryAdd(connection);
        var conversation = new Conversation(connection, _streams, _vouch, _options, _process.Time);
        var seen = after is null ? "" : FormattableString.Invariant($",\"after\":{after}");
        conversation.Receive(Encoding.UTF8.GetBytes($$"""{"type":"watch","auction":"{{Scenario.Auction}}"{{seen}}}"""));
        await connection.WriteAsync();
        conversation.Leave();
        _connections.Remove(connection);
    }

    private async Task RepeatAsync(TimeSpan period, Func<Task> work)
    {
        while (true)
        {
            await work();
            await Task.Delay(period, _process.Time);
        }
    }

    private sealed class NoSessions : ISessionReader
    {
        public ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) => default;

        public ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation) => new([]);
    }
}
