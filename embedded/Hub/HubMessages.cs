namespace Embedded.Hub;

/// <summary>One item of a store.</summary>
/// <param name="Value">The value as it was saved.</param>
/// <param name="ETag">Opaque; another one after every write.</param>
public readonly record struct StateItem(ReadOnlyMemory<byte> Value, string ETag);

/// <summary>One write or delete.</summary>
/// <param name="Key">The full key, prefix included.</param>
/// <param name="Value">The value; null deletes.</param>
/// <param name="ETag">Only where the item still has this ETag; null and <paramref name="FirstWrite"/> false: whatever there is.</param>
/// <param name="FirstWrite">Without an ETag: only where there is no such item.</param>
/// <param name="TtlSeconds">Seconds after which the item is gone; null keeps it.</param>
public readonly record struct StateWrite(
    string Key, ReadOnlyMemory<byte>? Value, string? ETag = null, bool FirstWrite = false, int? TtlSeconds = null);

/// <summary>What came of a write.</summary>
public enum WriteResult
{
    /// <summary>It is on disk.</summary>
    Written,

    /// <summary>The ETag is not the item's, or the item exists already; nothing changed.</summary>
    Conflict,

    /// <summary>Undone because another write of the same atomic call was in conflict.</summary>
    Undone,
}

/// <summary>A message of a topic.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Body">The CloudEvent as JSON, or the raw payload.</param>
/// <param name="ContentType">The body's content type.</param>
/// <param name="TraceParent">W3C, of the publisher; null where it has none.</param>
/// <param name="TtlSeconds">Seconds after which it is no longer delivered; null keeps it.</param>
public sealed record TopicMessage(
    string PubSub, string Topic, ReadOnlyMemory<byte> Body, string ContentType, string? TraceParent = null, int? TtlSeconds = null);

/// <summary>What a subscriber wants.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The consumers that share messages; for a broadcast, the id of this one consumer.</param>
/// <param name="Broadcast">Whether this consumer gets every message.</param>
/// <param name="MaxInFlight">Messages sent and not yet settled, 1 or more.</param>
public sealed record Subscription(string PubSub, string Topic, string Group, bool Broadcast, int MaxInFlight = 64);

/// <summary>A message on its way to a subscriber.</summary>
/// <param name="Subscription">The subscription it belongs to.</param>
/// <param name="Id">The message's place in its topic, ascending.</param>
/// <param name="Attempt">From 1; grows with each redelivery.</param>
/// <param name="Message">The message.</param>
public sealed record Delivery(Subscription Subscription, long Id, int Attempt, TopicMessage Message);

/// <summary>What came of a delivery.</summary>
public enum Settlement
{
    /// <summary>Done; never again.</summary>
    Done,

    /// <summary>To be delivered again, after a delay that grows with the attempts (1 s doubling to 60 s).</summary>
    Retry,
}

/// <summary>A running app instance, as its sidecar announces it.</summary>
/// <param name="InstanceId">Unique in the hub.</param>
/// <param name="AppId">The app-id.</param>
/// <param name="Address">Where the sidecar takes invocations for it from other sidecars, for example <c>http://127.0.0.1:50123</c>.</param>
public sealed record AppInstance(string InstanceId, string AppId, string Address);

/// <summary>The hub could not be reached, or went away during the call; whether a write happened is unknown.</summary>
public sealed class HubUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
