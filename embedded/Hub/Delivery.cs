namespace Embedded.Hub;

/// <summary>A message on its way to a subscriber.</summary>
/// <param name="Subscription">The subscription it belongs to.</param>
/// <param name="Id">The message's place in its topic, ascending.</param>
/// <param name="Attempt">From 1; grows with each redelivery.</param>
/// <param name="Message">The message.</param>
public sealed record Delivery(Subscription Subscription, long Id, int Attempt, TopicMessage Message);
