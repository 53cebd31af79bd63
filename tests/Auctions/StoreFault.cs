namespace Auctions.Tests;

internal enum StoreFault
{
    /// <summary>Nothing goes wrong.</summary>
    None,

    /// <summary>The call fails and has had no effect.</summary>
    Refused,

    /// <summary>The call fails and has had its effect (half of it, where it writes many).</summary>
    Unknown,

    /// <summary>Somebody else writes the document first.</summary>
    Conflict,
}
