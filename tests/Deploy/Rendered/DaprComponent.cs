using k8s;
using k8s.Models;

namespace Deploy.Tests.Rendered;

// Dapr's kinds with the fields of daprd 1.18. Any other field is an error.

internal sealed class DaprComponent : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public ComponentSpec Spec { get; set; } = new();
    public IList<string> Scopes { get; set; } = [];
    public ComponentAuth? Auth { get; set; }

    public ComponentItem? Item(string name) => Spec.Metadata.FirstOrDefault(item => item.Name == name);
}

internal sealed class ComponentSpec
{
    public string Type { get; set; } = "";
    public string Version { get; set; } = "";
    public bool? IgnoreErrors { get; set; }
    public string? InitTimeout { get; set; }
    public IList<ComponentItem> Metadata { get; set; } = [];
}

internal sealed class ComponentItem
{
    public string Name { get; set; } = "";
    public string? Value { get; set; }
    public ComponentSecret? SecretKeyRef { get; set; }
    public string? EnvRef { get; set; }
}

internal sealed class ComponentSecret
{
    public string Name { get; set; } = "";
    public string Key { get; set; } = "";
}

internal sealed class ComponentAuth
{
    public string SecretStore { get; set; } = "";
}
