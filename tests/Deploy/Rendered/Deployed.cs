using System.Globalization;
using System.Reflection;
using k8s;
using k8s.Models;

namespace Deploy.Tests.Rendered;

/// <summary>
/// All objects of an overlay. They are read strictly: a field that Kubernetes or Dapr does not know, or a repeated key, is
/// an error.
/// </summary>
internal sealed class Deployed
{
    /// <summary>The services with a sidecar, by app-id.</summary>
    public static readonly string[] Apps = ["api", "worker", "pusher"];

    /// <summary>The service without a sidecar, which is optional.</summary>
    public const string Gateway = "gateway";

    /// <summary>The overlays of the repository, each without and with the gateway, and production with Sentry.</summary>
    public static readonly string[] Overlays = ["production", "local", "production + gateway", "local + gateway", "production + sentry"];

    private static readonly Dictionary<string, Type> DaprKinds = new()
    {
        ["dapr.io/v1alpha1/Component"] = typeof(DaprComponent),
        ["dapr.io/v1alpha1/Configuration"] = typeof(DaprConfiguration),
        ["dapr.io/v1alpha1/Resiliency"] = typeof(DaprResiliency),
    };

    private static readonly MethodInfo ReadJson = typeof(Deployed).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    private Deployed(string yaml)
    {
        Objects = [.. KubernetesYaml.LoadAllFromString(yaml, DaprKinds, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
        // Reads everything again as JSON, which finds numbers in the place of texts and texts in the place of numbers.
        foreach (var (found, json) in Objects.Zip(YamlAsJson.Documents(yaml)))
            ReadJson.MakeGenericMethod(found.GetType()).Invoke(null, [json.ToJsonString()]);
    }

    public List<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    public static Deployed Parse(string yaml) => new(yaml);

    public static Deployed Overlay(string name) => new(name.Split(" + ") is [var overlay, var component]
        ? SwitchedOn.Kustomize(overlay, component)
        : Kubectl.Kustomize($"deploy/kubernetes/overlays/{name}"));

    public bool HasGateway => Find<V1Deployment>(Gateway) is not null;

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public T? Find<T>(string name) where T : class, IKubernetesObject<V1ObjectMeta> => All<T>().FirstOrDefault(found => found.Metadata.Name == name);

    public T Get<T>(string name) where T : class, IKubernetesObject<V1ObjectMeta> =>
        Find<T>(name) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} named {name}.");

    /// <summary>Each service with its Deployment and its one container.</summary>
    public IEnumerable<(string App, V1Deployment Deployment, V1PodSpec Pod, V1Container Container)> Services() =>
        from app in HasGateway ? [.. Apps, Gateway] : Apps
        let deployment = Get<V1Deployment>(app)
        let pod = deployment.Spec.Template.Spec
        select (app, deployment, pod, pod.Containers.Single(container => container.Name == app));

    /// <summary>Like <see cref="Services"/>, for the services with a sidecar.</summary>
    public IEnumerable<(string App, V1Deployment Deployment, V1PodSpec Pod, V1Container Container)> ServicesWithSidecar() =>
        Services().Where(service => Apps.Contains(service.App));

    public IEnumerable<(string Name, V1PodSpec Pod)> Pods() =>
        All<V1Deployment>().Select(found => ($"Deployment {found.Metadata.Name}", found.Spec.Template.Spec))
            .Concat(All<V1StatefulSet>().Select(found => ($"StatefulSet {found.Metadata.Name}", found.Spec.Template.Spec)));

    public string? Annotation(string app, string name) =>
        Get<V1Deployment>(app).Spec.Template.Metadata.Annotations?.TryGetValue(name, out var value) == true ? value : null;

    public double Seconds(string app, string annotation) =>
        double.TryParse(Annotation(app, annotation)?.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds) ? seconds : double.NaN;

    private static T Read<T>(string json) => KubernetesJson.Deserialize<T>(json);
}
