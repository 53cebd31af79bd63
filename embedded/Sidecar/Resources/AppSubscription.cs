namespace Embedded.Sidecar.Resources;

/// <summary>What an app wants of a topic.</summary>
/// <param name="PubSub">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Route">Where the app takes the messages, for example <c>/orders</c>.</param>
/// <param name="DeadLetterTopic">Where messages go that the app does not take; null lets them be delivered again.</param>
/// <param name="RawPayload">Whether the messages are no CloudEvents and get wrapped on delivery.</param>
/// <param name="Declarative">Whether a file asks for it rather than the app.</param>
internal sealed record AppSubscription(
    string PubSub, string Topic, string Route, string? DeadLetterTopic = null, bool RawPayload = false, bool Declarative = false);
