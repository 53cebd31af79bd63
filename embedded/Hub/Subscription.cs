namespace Embedded.Hub;

/// <summary>What a subscriber wants.</summary>
/// <param name="PubSub">The component's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The consumers that share messages; for a broadcast, the id of this one consumer.</param>
/// <param name="Broadcast">Whether this consumer gets every message.</param>
/// <param name="MaxInFlight">Messages sent and not yet settled, 1 or more.</param>
public sealed record Subscription(string PubSub, string Topic, string Group, bool Broadcast, int MaxInFlight = 64);
