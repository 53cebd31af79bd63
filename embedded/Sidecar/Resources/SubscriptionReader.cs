namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Subscription, v1alpha1 and v2alpha1.</summary>
internal static class SubscriptionReader
{
    /// <summary>Reads a subscription.</summary>
    /// <param name="document">The document.</param>
    /// <param name="appId">The app.</param>
    /// <returns>The subscription; null where its scopes exclude the app.</returns>
    /// <exception cref="ResourceException">A field is missing, wrong or not supported.</exception>
    public static AppSubscription? Read(YamlField document, string appId)
    {
        if (!ComponentReader.IsInScope(document, appId))
            return null;
        var spec = document["spec"];
        if (spec["routes"]["rules"].Items().Any())
            throw spec["routes"]["rules"].Error("is not supported by the embedded sidecar, which has no CEL; use routes.default");
        if (spec["bulkSubscribe"]["enabled"].OptionalText() is "true")
            throw spec["bulkSubscribe"].Error("is not supported by the embedded sidecar");
        var route = spec["route"].OptionalText() ?? spec["routes"]["default"].OptionalText()
            ?? throw spec["routes"]["default"].Error("is missing");
        return new AppSubscription(
            spec["pubsubname"].Text(),
            spec["topic"].Text(),
            route.StartsWith('/') ? route : "/" + route,
            spec["deadLetterTopic"].OptionalText() is { Length: > 0 } dead ? dead : null,
            Declarative: true);
    }
}

/// <summary>A subscription of the app.</summary>
/// <param name="PubSub">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Route">The app's path for the messages, for example <c>/orders</c>.</param>
/// <param name="DeadLetterTopic">The topic for messages that the app fails to process; null redelivers them.</param>
/// <param name="Declarative">Whether a file declares the subscription, and not the app.</param>
internal sealed record AppSubscription(
    string PubSub, string Topic, string Route, string? DeadLetterTopic = null, bool Declarative = false);
