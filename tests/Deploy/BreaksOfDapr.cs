using Deploy.Tests.Rendered;

namespace Deploy.Tests;

internal static class BreaksOfDapr
{
    public static readonly Break[] All =
    [
        new("There is exactly one component for each name that the services use", "Component events",
            all => all.Objects.Remove(all.Get<DaprComponent>("events"))),
        new("There is exactly one component for each name that the services use", "Component cache",
            all => all.Objects.Add(new DaprComponent { Metadata = new() { Name = "cache" } })),
        new("Components have the scopes of those in components/", "Component statestore",
            all => all.Get<DaprComponent>("statestore").Scopes.Clear()),
        new("Components have the scopes of those in components/", "Component pubsub",
            all => all.Get<DaprComponent>("pubsub").Scopes.Add("api")),
        new("Components take addresses and passwords only from Secrets", "Component statestore",
            all => Set(all, "statestore", "connectionString", "host=db password=x")),
        new("Components take addresses and passwords only from Secrets", "Component statestore",
            all => all.Get<DaprComponent>("statestore").Auth = null),
        new("Every instance of an app gets every event, and no history", "Component events",
            all => Set(all, "events", "consumerID", "pusher")),
        new("Every instance of an app gets every event, and no history", "Component events",
            all => Set(all, "events", "deletedWhenUnused", "false")),
        new("The instances of an app compete for commands, which survive", "Component pubsub",
            all => all.Get<DaprComponent>("pubsub").Spec.Metadata.Add(new() { Name = "consumerID", Value = "{uuid}" })),
        new("The instances of an app compete for commands, which survive", "Component pubsub",
            all => Set(all, "pubsub", "durable", "false")),
        new("The store holds workflows, and is shared by the apps", "Component statestore",
            all => Set(all, "statestore", "keyPrefix", "appid")),
        new("The store holds workflows, and is shared by the apps", "Component statestore",
            all => all.Get<DaprComponent>("statestore").Spec.Version = "v1"),
        new("No app may invoke another unless a policy allows it", "Configuration api",
            all => all.Get<DaprConfiguration>("api").Spec.AccessControl!.DefaultAction = "allow"),
        new("No app may invoke another unless a policy allows it", "Configuration pusher",
            all => all.Get<DaprConfiguration>("pusher").Spec.AccessControl = null),
        new("Only api may invoke worker, and every method of its contract", "Configuration worker",
            all => Policy(all).Operations.RemoveAt(0)),
        new("Only api may invoke worker, and every method of its contract", "Configuration worker",
            all => Policy(all).Operations.Add(new() { Name = "/*", Action = "allow" })),
        new("Only api may invoke worker, and every method of its contract", "Configuration worker", all => Policy(all).AppId = "pusher"),
        new("Only api may invoke worker, and every method of its contract", "Configuration worker",
            all => Policy(all).Namespace = "default"),
        new("No app may read a secret through the secrets API", "Configuration worker",
            all => all.Get<DaprConfiguration>("worker").Spec.Secrets!.Scopes[0].DefaultAccess = "allow"),
        new("No app may read a secret through the secrets API", "Configuration worker",
            all => all.Get<DaprConfiguration>("worker").Spec.Secrets = null),
        new("Sidecars trace everything to the collector", "Configuration api",
            all => all.Get<DaprConfiguration>("api").Spec.Tracing!.SamplingRate = "0"),
        new("Sidecars trace everything to the collector", "Configuration api",
            all => Break.Variable(all, "api", "OTEL_EXPORTER_OTLP_ENDPOINT").Value = "http://elsewhere:4317"),
        new("Workflows are kept for the time in components/config.yaml", "Configuration worker",
            all => all.Get<DaprConfiguration>("worker").Spec.Workflow!.StateRetentionPolicy!.AnyTerminal = "2h"),
        new("The retries are those of components/resiliency.yaml", "Resiliency auctions",
            all => all.Get<DaprResiliency>("auctions").Spec.Policies.Retries["delivery"].MaxRetries = 3),
        new("The retries are those of components/resiliency.yaml", "Resiliency auctions",
            all => all.Get<DaprResiliency>("auctions").Spec.Policies.Retries["anotherWorker"].Matching = null),
    ];

    private static AppPolicy Policy(Deployed all) => all.Get<DaprConfiguration>("worker").Spec.AccessControl!.Policies.Single();

    private static void Set(Deployed all, string component, string name, string value)
    {
        var item = all.Get<DaprComponent>(component).Item(name)!;
        (item.Value, item.SecretKeyRef) = (value, null);
    }
}
