using Deploy.Tests.Rendered;
using k8s;

namespace Deploy.Tests.Rules;

internal static class Components
{
    private static readonly string[] Names = [Auctions.Components.StateStore, Auctions.Components.PubSub, Auctions.Components.Events];

    // The fields of any component that may only come from a Secret.
    private static readonly string[] Sensitive =
    [
        "connectionString", "redisHost", "redisPassword", "brokers", "saslUsername", "saslPassword",
        "natsURL", "token", "password", "username", "host",
    ];

    public static readonly Rule[] Rules =
    [
        new("There is exactly one component for each name that the services use", AllThere),
        new("Components have the scopes of those in components/", Scoped),
        new("Components take addresses and passwords only from Secrets", Hidden),
        new("Every instance of an app gets every event, and no history", EventsForEach),
        new("The instances of an app compete for commands, which survive", CommandsForOne),
        new("The store holds workflows, and is shared by the apps", StoreShared),
    ];

    private static IEnumerable<string> AllThere(Deployed deployed) =>
        from name in Names.Union(deployed.All<DaprComponent>().Select(component => component.Metadata.Name))
        let count = deployed.All<DaprComponent>().Count(component => component.Metadata.Name == name)
        where count != (Names.Contains(name) ? 1 : 0)
        select $"Component {name} exists {count} times";

    private static IEnumerable<string> Scoped(Deployed deployed) =>
        from component in deployed.All<DaprComponent>()
        let wanted = ((DaprComponent)Deployed.Parse(Repository.Read("components", $"{component.Metadata.Name}.yaml")).Objects.Single()).Scopes
        where wanted.Count == 0 || !component.Scopes.SequenceEqual(wanted)
        select $"Component {component.Metadata.Name} has the scopes {string.Join(", ", component.Scopes)}; "
            + $"in components/ it has {string.Join(", ", wanted)}";

    private static IEnumerable<string> Hidden(Deployed deployed) =>
        from component in deployed.All<DaprComponent>()
        from wrong in component.Spec.Metadata
            .Where(item => Sensitive.Contains(item.Name) && (item.Value is not null || item.SecretKeyRef is null))
            .Select(item => item.Name)
            .Concat(component.Spec.Metadata.Any(item => item.SecretKeyRef is not null) ? [] : ["its address"])
            .Concat(component.Auth?.SecretStore == "kubernetes" ? [] : ["auth.secretStore"])
        select $"Component {component.Metadata.Name}: {wrong} must come from a Secret (auth.secretStore kubernetes)";

    private static IEnumerable<string> EventsForEach(Deployed deployed) =>
        from component in deployed.All<DaprComponent>()
        where component.Metadata.Name == Auctions.Components.Events
        let right = component.Spec.Type switch
        {
            "pubsub.redis" => Is(component, "consumerID", "{uuid}") && component.Item("maxLenApprox") is not null,
            "pubsub.rabbitmq" => Is(component, "consumerID", "{uuid}") && Is(component, "deletedWhenUnused", "true")
                && Is(component, "durable", "false"),
            "pubsub.kafka" => Is(component, "consumerGroup", "{uuid}") && Is(component, "initialOffset", "newest"),
            "pubsub.jetstream" => Is(component, "deliverPolicy", "new") && component.Item("durableName") is null
                && component.Item("queueGroupName") is null,
            _ => false,
        }
        where !right
        select $"Component events ({component.Spec.Type}) must give every instance its own subscription, "
            + "which begins with the newest event and ends with the instance";

    private static IEnumerable<string> CommandsForOne(Deployed deployed) =>
        from component in deployed.All<DaprComponent>()
        where component.Metadata.Name == Auctions.Components.PubSub
        let right = component.Spec.Type switch
        {
            "pubsub.redis" => component.Item("consumerID") is null,
            "pubsub.rabbitmq" => component.Item("consumerID") is null && Is(component, "durable", "true")
                && Is(component, "deletedWhenUnused", "false")
                && Is(component, "deliveryMode", "2") && Is(component, "publisherConfirm", "true") && Is(component, "requeueInFailure", "true"),
            "pubsub.kafka" => Is(component, "consumerGroup", "worker") && Is(component, "initialOffset", "oldest"),
            _ => false,
        }
        where !right
        select $"Component pubsub ({component.Spec.Type}) must have one durable subscription that the instances share";

    private static IEnumerable<string> StoreShared(Deployed deployed) =>
        from component in deployed.All<DaprComponent>()
        where component.Metadata.Name == Auctions.Components.StateStore
        where !Is(component, "actorStateStore", "true") || !Is(component, "keyPrefix", "name")
            || (component.Spec.Type, component.Spec.Version) is not (("state.postgresql", "v2") or ("state.redis", "v1"))
        select "Component statestore must be state.postgresql v2 or state.redis v1, with actorStateStore true and keyPrefix name";

    private static bool Is(DaprComponent component, string name, string value) => component.Item(name)?.Value == value;
}
