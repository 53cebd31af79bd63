using Deploy.Tests.Rendered;
using Deploy.Tests.Rules;
using k8s.Models;

namespace Deploy.Tests;

public sealed class When_an_overlay_is_rendered
{
    public static TheoryData<string, string> RulesOfEach
    {
        get
        {
            var each = new TheoryData<string, string>();
            foreach (var overlay in Deployed.Overlays)
                foreach (var rule in Rule.All)
                    each.Add(overlay, rule.Name);
            return each;
        }
    }

    public static TheoryData<string, string> FoldersOfEach
    {
        get
        {
            var each = new TheoryData<string, string>();
            foreach (var kind in new[] { "state", "pubsub", "events" })
                foreach (var folder in Directory.EnumerateDirectories(Repository.At("components", "kubernetes", kind)))
                    each.Add(kind, Path.GetFileName(folder));
            return each;
        }
    }

    [Theory]
    [MemberData(nameof(RulesOfEach))]
    public void Every_rule_holds(string overlay, string rule)
    {
        var broken = Rule.Named(rule).Broken(Deployed.Overlay(overlay)).ToArray();
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Theory]
    [MemberData(nameof(FoldersOfEach))]
    public void Every_rule_holds_of_whatever_store_and_brokers_are_chosen(string kind, string choice)
    {
        var deployed = Deployed.Overlay("production");
        var chosen = Deployed.Parse(Kubectl.Kustomize($"components/kubernetes/{kind}/{choice}")).Objects;
        var name = chosen.OfType<DaprComponent>().Single().Metadata.Name;
        deployed.Objects.RemoveAll(found => found is DaprComponent && found.Metadata.Name == name);
        deployed.Objects.RemoveAll(found => found is V1NetworkPolicy && found.Metadata.Name.StartsWith($"{name}-to-", StringComparison.Ordinal));
        foreach (var added in chosen)
            added.Metadata.NamespaceProperty = "auctions";
        deployed.Objects.AddRange(chosen);
        var broken = Rule.All.SelectMany(rule => rule.Broken(deployed)).ToArray();
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public void There_is_a_gateway_only_where_it_is_asked_for(string overlay)
    {
        Assert.False(Deployed.Overlay(overlay).HasGateway);
        Assert.True(Deployed.Overlay($"{overlay} + gateway").HasGateway);
    }

    [Fact]
    public void Production_enforces_the_strictest_pod_security() =>
        Assert.Equal(
            "restricted",
            Assert.Single(Deployed.Overlay("production").All<V1Namespace>()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);

    [Theory]
    [InlineData("production", false)]
    [InlineData("production + sentry", true)]
    public void Errors_go_to_the_Sentry_of_a_Secret_only_where_it_is_asked_for(string overlay, bool isAskedFor) => Assert.All(
        Deployed.Overlay(overlay).Services(),
        service => Assert.Equal(
            isAskedFor ? ["auctions-sentry/dsn"] : [],
            service.Container.Env.Where(variable => variable.Name == "SENTRY_DSN")
                .Select(variable => $"{variable.ValueFrom.SecretKeyRef.Name}/{variable.ValueFrom.SecretKeyRef.Key}")));

    [Fact]
    public void Production_holds_no_secret() => Assert.Empty(Deployed.Overlay("production").All<V1Secret>());

    [Fact]
    public void Production_is_no_development() => Assert.DoesNotContain(
        Deployed.Overlay("production").Services().SelectMany(service => service.Container.Env),
        variable => variable.Name == "ASPNETCORE_ENVIRONMENT");

    [Theory]
    [InlineData("metadata: {name: x}\nspec: {replicaz: 3}")]
    [InlineData("metadata: {name: x, name: y}\nspec: {replicas: 3}")]
    [InlineData("metadata: {name: x}\nspec: {replicas: three}")]
    [InlineData("metadata: {name: x}\nspec: {replicas: '3'}")]
    [InlineData("metadata: {name: x, annotations: {dapr.io/app-port: 8080}}")]
    [InlineData("metadata: {name: x, annotations: {dapr.io/enabled: true}}")]
    public void An_object_that_Kubernetes_would_not_take_is_refused(string rest) =>
        Assert.ThrowsAny<Exception>(() => Deployed.Parse($"apiVersion: apps/v1\nkind: Deployment\n{rest}"));

    [Theory]
    [InlineData("Component", "spec: {type: state.redis, version: v1, metadate: []}")]
    [InlineData("Configuration", "spec: {tracing: {sampleRate: '1'}}")]
    [InlineData("Resiliency", "spec: {policies: {retrys: {}}}")]
    public void An_object_that_Dapr_would_not_understand_is_refused(string kind, string rest) =>
        Assert.ThrowsAny<Exception>(() => Deployed.Parse($"apiVersion: dapr.io/v1alpha1\nkind: {kind}\nmetadata: {{name: x}}\n{rest}"));

    [Fact]
    public void A_kind_that_nobody_knows_is_refused() =>
        Assert.ThrowsAny<Exception>(() => Deployed.Parse("apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: x}"));
}
