namespace Embedded.Hub;

/// <summary>One write or delete.</summary>
/// <param name="Key">The full key, prefix included.</param>
/// <param name="Value">The value; null deletes.</param>
/// <param name="ETag">Only where the item still has this ETag; null and <paramref name="FirstWrite"/> false: whatever there is.</param>
/// <param name="FirstWrite">Without an ETag: only where there is no such item.</param>
/// <param name="TtlSeconds">Seconds after which the item is gone; null keeps it.</param>
public readonly record struct StateWrite(
    string Key, ReadOnlyMemory<byte>? Value, string? ETag = null, bool FirstWrite = false, int? TtlSeconds = null);
