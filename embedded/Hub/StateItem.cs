namespace Embedded.Hub;

/// <summary>One item of a store.</summary>
/// <param name="Value">The value as it was saved.</param>
/// <param name="ETag">Opaque; another one after every write.</param>
public readonly record struct StateItem(ReadOnlyMemory<byte> Value, string ETag);
