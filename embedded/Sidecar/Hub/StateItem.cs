namespace Embedded.Sidecar.Hub;

/// <summary>An item of a store.</summary>
/// <param name="Value">The value as it was saved.</param>
/// <param name="ETag">Opaque; every write changes it.</param>
internal readonly record struct StateItem(ReadOnlyMemory<byte> Value, string ETag);

/// <summary>A write or a delete.</summary>
/// <param name="Key">The full key, prefix included.</param>
/// <param name="Value">The value; null deletes the item.</param>
/// <param name="ETag">The ETag that the item must still have; null sets no such condition.</param>
/// <param name="FirstWrite">Without an ETag: whether the item must not exist.</param>
/// <param name="TtlSeconds">Seconds after which the item expires; null keeps it.</param>
internal readonly record struct StateWrite(
    string Key, ReadOnlyMemory<byte>? Value, string? ETag = null, bool FirstWrite = false, int? TtlSeconds = null);

/// <summary>The outcome of a write.</summary>
internal enum WriteResult
{
    /// <summary>The write is on disk.</summary>
    Written,

    /// <summary>The ETag is not the item's, or the item exists already; nothing changed.</summary>
    Conflict,

    /// <summary>The write was undone because another write of the same atomic call had a conflict.</summary>
    Undone,
}
