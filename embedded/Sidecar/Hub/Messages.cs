namespace Embedded.Sidecar.Hub;

/// <summary>A message of a topic.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Body">The CloudEvent as JSON, or the raw payload.</param>
/// <param name="ContentType">The body's content type.</param>
/// <param name="TraceParent">The publisher's W3C trace context; null where it sends none.</param>
/// <param name="TtlSeconds">Seconds after which the message is no longer delivered; null keeps it.</param>
internal sealed record TopicMessage(
    string PubSub, string Topic, ReadOnlyMemory<byte> Body, string ContentType, string? TraceParent = null, int? TtlSeconds = null);

/// <summary>Which messages a subscriber receives.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The consumer group, whose members share the messages; for a broadcast, the id of this one consumer.</param>
/// <param name="Broadcast">Whether this consumer receives every message.</param>
/// <param name="MaxInFlight">The most deliveries that are not settled, 1 or more.</param>
internal sealed record Subscription(string PubSub, string Topic, string Group, bool Broadcast, int MaxInFlight = 64);

/// <summary>The delivery of a message to a subscriber.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Id">The message's id, ascending in its topic.</param>
/// <param name="Attempt">1 for the first delivery, one more for each redelivery.</param>
/// <param name="Message">The message.</param>
internal sealed record Delivery(Subscription Subscription, long Id, int Attempt, TopicMessage Message);

/// <summary>The outcome of a delivery.</summary>
internal enum Settlement
{
    /// <summary>The message is not delivered again.</summary>
    Done,

    /// <summary>The message is delivered again, after a delay that grows with the attempts (1 s, doubling up to 60 s).</summary>
    Retry,
}
