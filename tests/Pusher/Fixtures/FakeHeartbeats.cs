using Auctions.Pusher.Delivery;
using Auctions.Pusher.Vouching;

namespace Pusher.Tests.Fixtures;

/// <summary>Delivers every heartbeat at once to the pusher that sent it, or never.</summary>
internal sealed class FakeHeartbeats : IHeartbeatBus
{
    private EventDelivery? _delivery;

    /// <summary>Whether publishing never ends, as with a sidecar that is stopped.</summary>
    public bool IsSilent { get; set; }

    public FakeHeartbeats To(EventDelivery delivery)
    {
        _delivery = delivery;
        return this;
    }

    public void Deliver(Heartbeat heartbeat)
    {
        if (!IsSilent)
            Assert.True(_delivery!.TryDeliver(heartbeat.WriteCloudEvent()));
    }

    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellation)
    {
        Deliver(heartbeat);
        return IsSilent ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
    }
}
