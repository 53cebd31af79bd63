using System.Text;
using Auctions.Pusher;
using Auctions.Pusher.Delivery;
using Auctions.Pusher.Live;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Sockets;
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

    public SimulatedPusher(World world, SimulatedProcess process, PusherMetrics metrics)
    {
        (_process, _metrics) = (process, metrics);
        var time = process.Time;
        var reader = new AuctionReader(new StoreClient(world.Network, world.Store, process.Name), time);
        var presence = new PresenceBoard(process.Name, time);
        _streams = new(reader, new NoSessions(), presence, _options, time, metrics, NullLogger<LiveStreams>.Instance);
        var personal = new PersonalMessages(_connections, reader, _options, time, NullLogger<PersonalMessages>.Instance);
        _delivery = new(_streams, personal, presence, metrics, time, NullLogger<EventDelivery>.Instance);
        process.Post(TickAsync);
    }

    /// <summary>Delivers an event, once the process runs.</summary>
    public void Deliver(byte[] cloudEvent) => _process.Post(() =>
    {
        if (!_delivery.TryDeliver(cloudEvent))
            throw new InvalidOperationException("The pusher can't read an event.");
    });

    /// <summary>Begins to serve a client that watches the auction.</summary>
    public void Join(SimulatedSocket socket, string? user, long? after) => _process.Post(() =>
    {
        var connection = new Connection(socket, user, _options, _process.Time, _metrics);
        _connections.TryAdd(connection);
        var seen = after is null ? "" : FormattableString.Invariant($",\"after\":{after}");
        new Conversation(connection, _streams, _options, _process.Time)
            .Receive(Encoding.UTF8.GetBytes($$"""{"type":"watch","auction":"{{Scenario.Auction}}"{{seen}}}"""));
        return connection.WriteAsync();
    });

    private async Task TickAsync()
    {
        while (true)
        {
            await Task.Delay(TickPeriod, _process.Time);
            _streams.Tick();
        }
    }

    private sealed class NoSessions : ISessionReader
    {
        public ValueTask<SessionView?> FindAsync(string session, CancellationToken cancellation) => default;

        public ValueTask<IReadOnlyList<SessionSummary>> ListAsync(CancellationToken cancellation) => new([]);
    }
}
