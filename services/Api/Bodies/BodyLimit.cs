namespace Auctions.Api.Bodies;

/// <summary>How large a body may be.</summary>
internal static class BodyLimit
{
    /// <summary>In bytes; more is 413.</summary>
    public const int Bytes = 16 * 1024;
}
