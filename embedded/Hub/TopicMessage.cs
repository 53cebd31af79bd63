namespace Embedded.Hub;

/// <summary>A message of a topic.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Body">The CloudEvent as JSON, or the raw payload.</param>
/// <param name="ContentType">The body's content type.</param>
/// <param name="TraceParent">W3C, of the publisher; null where it has none.</param>
/// <param name="TtlSeconds">Seconds after which it is no longer delivered; null keeps it.</param>
public sealed record TopicMessage(
    string PubSub, string Topic, ReadOnlyMemory<byte> Body, string ContentType, string? TraceParent = null, int? TtlSeconds = null);
