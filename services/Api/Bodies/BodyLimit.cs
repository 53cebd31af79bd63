namespace Auctions.Api.Bodies;

/// <summary>How large a body may be.</summary>
internal static class BodyLimit
{
    /// <summary>In bytes; more is 413.</summary>
    public const int Bytes = 16 * 1024;

    /// <summary>In bytes, for a session with all its lots.</summary>
    public const int SessionBytes = 256 * 1024;
}
