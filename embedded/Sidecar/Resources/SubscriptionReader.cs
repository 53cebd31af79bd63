namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Subscription, v1alpha1 and v2alpha1.</summary>
internal static class SubscriptionReader
{
    /// <summary>Reads a subscription.</summary>
    /// <param name="document">The document.</param>
    /// <param name="appId">The app.</param>
    /// <returns>The subscription; null where its scopes exclude the app.</returns>
    public static AppSubscription? Read(YamlField document, string appId)
    {
        if (!ComponentReader.IsInScope(document, appId))
            return null;
        var spec = document["spec"];
        if (spec["routes"]["rules"].Items().Any())
            throw spec["routes"]["rules"].Bad("is not supported by the embedded sidecar, which has no CEL; use routes.default");
        if (spec["bulkSubscribe"]["enabled"].OptionalText() is "true")
            throw spec["bulkSubscribe"].Bad("is not supported by the embedded sidecar");
        var route = spec["route"].OptionalText() ?? spec["routes"]["default"].OptionalText()
            ?? throw spec["routes"]["default"].Bad("is missing");
        return new AppSubscription(
            spec["pubsubname"].Text(),
            spec["topic"].Text(),
            route.StartsWith('/') ? route : "/" + route,
            spec["deadLetterTopic"].OptionalText() is { Length: > 0 } dead ? dead : null,
            spec["metadata"]["rawPayload"].OptionalText() is "true",
            Declarative: true);
    }
}
