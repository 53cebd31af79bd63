namespace Embedded.Hub;

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
