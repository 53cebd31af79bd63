using Auctions;
using Auctions.Events;
using Auctions.Pusher.Vouching;
using Simulation.Tests.Clock;
using Simulation.Tests.Faults;
using Simulation.Tests.Processes;

namespace Simulation.Tests.Hub;

/// <summary>The topic of events, in the hub: every pusher gets every event, late, twice, out of order, or now and then not at all.</summary>
internal sealed class Broker(EventLoop loop, FaultSource faults, Func<IEnumerable<Replica<SimulatedPusher>>> pushers)
{
    private readonly List<(IAuctionEvent Happened, byte[] CloudEvent)> _log = [];
    private readonly HashSet<long> _seqs = [];
    private readonly Dictionary<(SimulatedPusher, long), DateTimeOffset> _delivered = [];
    private int _instances;

    /// <summary>Every event that was published, in order.</summary>
    public IEnumerable<IAuctionEvent> Published => _log.Select(published => published.Happened);

    /// <summary>The same events as the bytes that were delivered.</summary>
    public IEnumerable<byte[]> CloudEvents => _log.Select(published => published.CloudEvent);

    public bool Publish(IAuctionEvent happened)
    {
        var cloudEvent = Auctions.Events.CloudEvents.Write(happened, AppIds.Worker);
        _log.Add((happened, cloudEvent));
        if (happened is ISequenced { Seq: var seq })
            _seqs.Add(seq);
        foreach (var pusher in pushers())
            Deliver(pusher, cloudEvent, (happened as ISequenced)?.Seq);
        return true;
    }

    /// <summary>Whether the event of a seq is published.</summary>
    public bool IsPublished(long seq) => _seqs.Contains(seq);

    /// <summary>A name for a life of a pusher, which no other life has.</summary>
    public string NewInstance(string pusher) => $"{pusher}/{++_instances}";

    public bool Publish(Heartbeat heartbeat)
    {
        var cloudEvent = heartbeat.WriteCloudEvent();
        foreach (var pusher in pushers())
            Deliver(pusher, cloudEvent, null);
        return true;
    }

    /// <summary>When the event of a seq came to a pusher's machine first; null where it didn't.</summary>
    public DateTimeOffset? DeliveredAt(SimulatedPusher pusher, long seq) =>
        _delivered.TryGetValue((pusher, seq), out var at) ? at : null;

    private void Deliver(Replica<SimulatedPusher> pusher, byte[] cloudEvent, long? seq)
    {
        if (faults.Happens(FaultKind.LostDelivery))
            return;
        DeliverOnce(pusher, cloudEvent, seq);
        if (faults.Happens(FaultKind.DoubledDelivery))
            DeliverOnce(pusher, cloudEvent, seq);
    }

    private void DeliverOnce(Replica<SimulatedPusher> pusher, byte[] cloudEvent, long? seq)
    {
        var (service, process) = (pusher.Service, pusher.Process);
        loop.After(faults.Happens(FaultKind.LateDelivery) ? faults.Between(5, 4_000) : faults.Latency(), () =>
        {
            if (seq is { } number)
                _delivered.TryAdd((service, number), loop.Now);
            process.Sidecar.Carry(() => service.Deliver(cloudEvent));
        });
    }
}

/// <summary>The topic as a worker sees it.</summary>
internal sealed class BrokerClient(Network network, Broker broker, SimulatedProcess process) : IEventPublisher
{
    public async ValueTask PublishAsync(IAuctionEvent happened, CancellationToken cancellation) =>
        await network.CallHubAsync(process, () => broker.Publish(happened), cancellation);
}

/// <summary>The topic as a pusher's heartbeats see it.</summary>
internal sealed class HeartbeatClient(Network network, Broker broker, SimulatedProcess process) : IHeartbeatBus
{
    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellation) =>
        network.CallHubAsync(process, () => broker.Publish(heartbeat), cancellation);
}
