using System.Text.RegularExpressions;
using Deploy.Tests.Rendered;
using k8s.Models;

namespace Deploy.Tests.Rules;

internal static partial class Secrets
{
    public static readonly Rule[] Rules =
    [
        new("No ConfigMap and no literal holds a secret", NoneLies),
        new("The token signing key comes from a Secret", KeyIsSecret),
        new("Both API tokens come from Secrets, for the app and for its sidecar", TokensAreSecret),
        new("A Secret in the repository is marked as local", LocalIsMarked),
    ];

    private static IEnumerable<string> NoneLies(Deployed deployed) =>
        (from map in deployed.All<V1ConfigMap>()
         from entry in map.Data ?? new Dictionary<string, string>()
         where SecretName().IsMatch(entry.Key) || entry.Value.Contains("replaced-by-the-overlay", StringComparison.Ordinal)
         select $"ConfigMap {map.Metadata.Name} holds {entry.Key}")
        .Concat(
            from pod in deployed.Pods()
            from container in pod.Pod.Containers
            from variable in container.Env ?? []
            where variable.Value is not null && SecretName().IsMatch(variable.Name)
            select $"{pod.Name}: {variable.Name} has a literal value");

    private static IEnumerable<string> KeyIsSecret(Deployed deployed) =>
        from app in new[] { "api", "pusher" }
        where !FromSecret(deployed, app, "Authentication__Schemes__Bearer__SigningKeys__0__Value", "auctions-token-signing-key", "key")
        select $"Deployment {app} must take the signing key from the Secret auctions-token-signing-key";

    private static IEnumerable<string> TokensAreSecret(Deployed deployed) =>
        from app in Deployed.Apps
        from token in new[] { ("DAPR_API_TOKEN", "dapr.io/api-token-secret"), ("APP_API_TOKEN", "dapr.io/app-token-secret") }
        let secret = deployed.Annotation(app, token.Item2)
        where secret is null || !FromSecret(deployed, app, token.Item1, secret, "token")
        select $"Deployment {app}: {token.Item1} must come from the Secret that {token.Item2} names, key token";

    private static IEnumerable<string> LocalIsMarked(Deployed deployed) =>
        from secret in deployed.All<V1Secret>()
        where secret.Metadata.Labels?.TryGetValue("auctions/local-only", out var marked) != true || marked != "true"
        select $"Secret {secret.Metadata.Name} isn't marked auctions/local-only";

    private static bool FromSecret(Deployed deployed, string app, string variable, string secret, string key) =>
        deployed.Get<V1Deployment>(app).Spec.Template.Spec.Containers.Single(container => container.Name == app)
            .Env?.SingleOrDefault(found => found.Name == variable)?.ValueFrom?.SecretKeyRef is { } reference
        && reference.Name == secret && reference.Key == key;

    [GeneratedRegex("(SigningKeys__.*__Value|Password|Secret|_TOKEN|_DSN|ConnectionString|PRIVATE)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
