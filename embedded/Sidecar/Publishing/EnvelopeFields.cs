namespace Embedded.Sidecar.Publishing;

/// <summary>What a sidecar adds to a message.</summary>
/// <param name="Id">The event's id, where it has none.</param>
/// <param name="Source">The publishing app.</param>
/// <param name="Time">When it was published; RFC 3339, seconds.</param>
/// <param name="PubSub">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="TraceParent">The trace; null where none is recorded.</param>
/// <param name="TraceState">The vendor's part of it.</param>
/// <param name="Type">The event's type, where it has none.</param>
internal readonly record struct EnvelopeFields(
    string Id, string Source, string Time, string PubSub, string Topic, string? TraceParent, string? TraceState,
    string Type = "com.dapr.event.sent");
