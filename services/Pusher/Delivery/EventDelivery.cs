using System.Diagnostics;
using System.Text.Json;
using Auctions.Events;
using Auctions.Pusher.Frames;
using Auctions.Pusher.Presence;
using Auctions.Pusher.Vouching;
using Auctions.Pusher.Watching;

namespace Auctions.Pusher.Delivery;

/// <summary>Reads deliveries and passes them on. Nothing here waits, because every connection has a queue of its own.</summary>
/// <param name="streams">Sends events to their watchers.</param>
/// <param name="personal">Tells single users what concerns them alone.</param>
/// <param name="presence">Counts the other pushers' watchers.</param>
/// <param name="vouch">Learns that heartbeats are delivered.</param>
/// <param name="metrics">Measures delays and counts what is dropped.</param>
/// <param name="time">The clock of delays.</param>
/// <param name="log">Says what can't be read.</param>
public sealed partial class EventDelivery(
    LiveStreams streams, PersonalMessages personal, PresenceBoard presence, StreamVouch vouch, PusherMetrics metrics,
    TimeProvider time, ILogger<EventDelivery> log)
{
    /// <summary>Delivers a CloudEvent with an event of an auction or a session, or with a heartbeat.</summary>
    /// <param name="cloudEvent">UTF-8; may be reused after the call.</param>
    /// <returns>False where it can't be read, which another delivery wouldn't change: the sidecar must drop it.</returns>
    public bool TryDeliver(ReadOnlySpan<byte> cloudEvent)
    {
        try
        {
            var envelope = CloudEventEnvelope.Read(cloudEvent);
            if (envelope.Type == Heartbeat.CloudEventType)
                vouch.NoteDelivered(Heartbeat.Read(envelope.Data));
            else
                Deliver(new SharedEvent(EventJson.Read(envelope.Data), envelope.Data, envelope.Time));
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            metrics.Dropped();
            EventDropped(log, broken.Message);
            return false;
        }
    }

    /// <summary>Delivers a CloudEvent with another pusher's presence report.</summary>
    /// <inheritdoc cref="TryDeliver" path="/param"/>
    /// <inheritdoc cref="TryDeliver" path="/returns"/>
    public bool TryDeliverPresence(ReadOnlySpan<byte> cloudEvent)
    {
        try
        {
            var report = JsonSerializer.Deserialize<PresenceReport>(CloudEventEnvelope.Read(cloudEvent).Data, AuctionJson.Options);
            if (report is not { Instance.Length: > 0, Watching: not null })
                throw new JsonException("The report has no instance or no figures.");
            presence.Apply(report);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            PresenceDropped(log, broken.Message);
            return false;
        }
    }

    private void Deliver(SharedEvent shared)
    {
        Activity.Current?.SetTag(CommandMarks.AuctionTag, shared.Happened.Stream);
        if (shared.Happened is ISequenced happened)
        {
            metrics.Delivered(time.GetUtcNow() - happened.At);
            streams.Deliver(happened, shared);
        }

        personal.Tell(shared);
    }

    [LoggerMessage(EventId = 650, Level = LogLevel.Warning, Message = "An event was dropped: {Problem}")]
    private static partial void EventDropped(ILogger logger, string problem);

    [LoggerMessage(EventId = 651, Level = LogLevel.Warning, Message = "A pusher's presence report was dropped: {Problem}")]
    private static partial void PresenceDropped(ILogger logger, string problem);
}
