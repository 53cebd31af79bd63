namespace Auctions.Api.Live;

/// <summary>Where watchers connect; section <c>LiveServers</c>, one URL an entry.</summary>
internal sealed record LiveServers
{
    /// <summary>WebSocket URLs, for example <c>ws://localhost:5090/live</c>.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];
}
