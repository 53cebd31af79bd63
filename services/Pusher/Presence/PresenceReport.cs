namespace Auctions.Pusher.Presence;

/// <summary>What one pusher says about its own watchers.</summary>
/// <param name="Instance">The pusher, unique among those running.</param>
/// <param name="Leaving">Whether the pusher is going: it has no watchers any more.</param>
/// <param name="Watching">Watchers by auction; auctions that aren't named haven't changed.</param>
public sealed record PresenceReport(string Instance, bool Leaving, IReadOnlyDictionary<string, int> Watching);
