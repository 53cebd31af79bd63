using System.Text.Json;
using Auctions.Events;
using Auctions.Pusher.Personal;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Delivery;

/// <summary>Where deliveries come in. Nothing here waits: who is told is told through a queue of its own.</summary>
/// <param name="streams">Tells watchers.</param>
/// <param name="personal">Tells those concerned.</param>
/// <param name="presence">Hears of the other pushers' watchers.</param>
/// <param name="metrics">Counts latency.</param>
/// <param name="time">The clock of latency.</param>
/// <param name="log">Hears of what can't be read.</param>
public sealed class EventDelivery(
    LiveStreams streams, PersonalMessages personal, PresenceBoard presence, PusherMetrics metrics, TimeProvider time,
    ILogger<EventDelivery> log)
{
    /// <summary>Takes a CloudEvent of an auction or a session.</summary>
    /// <param name="cloudEvent">UTF-8; may be reused after the call.</param>
    /// <returns>False where it can't be read, now or ever: it is to be dropped.</returns>
    public bool TryDeliver(ReadOnlySpan<byte> cloudEvent)
    {
        try
        {
            var envelope = CloudEventEnvelope.Read(cloudEvent);
            Deliver(new SharedEvent(EventJson.Read(envelope.Data), envelope.Data, envelope.Time));
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            log.LogWarning("An event was dropped: {Problem}", broken.Message);
            return false;
        }
    }

    /// <summary>Takes a CloudEvent with another pusher's figures.</summary>
    /// <inheritdoc cref="TryDeliver" path="/param"/>
    /// <inheritdoc cref="TryDeliver" path="/returns"/>
    public bool TryDeliverPresence(ReadOnlySpan<byte> cloudEvent)
    {
        try
        {
            var report = JsonSerializer.Deserialize<PresenceReport>(CloudEventEnvelope.Read(cloudEvent).Data, AuctionJson.Options);
            if (report is not { Instance.Length: > 0, Watching: not null })
                throw new JsonException("A report has an instance and figures.");
            presence.Take(report);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            log.LogWarning("A pusher's presence report was dropped: {Problem}", broken.Message);
            return false;
        }
    }

    private void Deliver(SharedEvent shared)
    {
        if (shared.Happened is ISequenced happened)
        {
            metrics.Received(time.GetUtcNow() - happened.At);
            streams.Deliver(happened, shared);
        }

        personal.Tell(shared);
    }
}
