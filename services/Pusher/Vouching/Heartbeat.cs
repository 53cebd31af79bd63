using System.Text.Json;
using Dapr.Client;

namespace Auctions.Pusher.Vouching;

/// <summary>What a pusher publishes on the topic of events to hear whether the topic reaches it. It has no seq and no watcher sees it.</summary>
/// <param name="Instance">The pusher, unique among those that run.</param>
/// <param name="SentAt">A time stamp of that pusher's own clock, which means nothing to others.</param>
public sealed record Heartbeat(string Instance, long SentAt)
{
    /// <summary>The CloudEvents type, by which a consumer tells a heartbeat from an event.</summary>
    public const string CloudEventType = "auctions.pusher-heartbeat.v1";

    /// <summary>Reads the data of a heartbeat's CloudEvent.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="JsonException">The data is no heartbeat.</exception>
    public static Heartbeat Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Heartbeat>(json, AuctionJson.Options) is { Instance.Length: > 0 } heartbeat
            ? heartbeat
            : throw new JsonException("The heartbeat has no instance.");

    /// <summary>Writes the CloudEvent, as UTF-8.</summary>
    public byte[] WriteCloudEvent() => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            specversion = "1.0",
            id = FormattableString.Invariant($"{Instance}/{SentAt}"),
            source = AppIds.Pusher,
            type = CloudEventType,
            datacontenttype = "application/json",
            data = new { type = "heartbeat", instance = Instance, sentAt = SentAt },
        },
        AuctionJson.Options);
}

/// <summary>Brings a heartbeat to every pusher, the sender included.</summary>
public interface IHeartbeatBus
{
    /// <summary>Publishes a heartbeat; throws when that failed.</summary>
    Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellation);
}

/// <summary>Publishes heartbeats where workers publish events: only then do they say anything about events.</summary>
/// <param name="dapr">The sidecar.</param>
public sealed class DaprHeartbeatBus(DaprClient dapr) : IHeartbeatBus
{
    private const string ContentType = "application/cloudevents+json";

    /// <inheritdoc/>
    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellation) => dapr.PublishByteEventAsync(
        Components.Events, Components.EventsTopic, heartbeat.WriteCloudEvent(), ContentType, cancellationToken: cancellation);
}
