using k8s;
using k8s.Models;

namespace Deploy.Tests.Rendered;

internal sealed class DaprResiliency : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public ResiliencySpec Spec { get; set; } = new();
    public IList<string> Scopes { get; set; } = [];
}

internal sealed class ResiliencySpec
{
    public ResiliencyPolicies Policies { get; set; } = new();
    public ResiliencyTargets Targets { get; set; } = new();
}

internal sealed class ResiliencyPolicies
{
    public IDictionary<string, string> Timeouts { get; set; } = new Dictionary<string, string>();
    public IDictionary<string, RetryPolicy> Retries { get; set; } = new Dictionary<string, RetryPolicy>();
    public IDictionary<string, CircuitBreaker> CircuitBreakers { get; set; } = new Dictionary<string, CircuitBreaker>();
}

internal sealed class RetryPolicy
{
    public string? Policy { get; set; }
    public string? Duration { get; set; }
    public string? MaxInterval { get; set; }
    public int? MaxRetries { get; set; }
    public RetryMatching? Matching { get; set; }
}

internal sealed class RetryMatching
{
    public string? HttpStatusCodes { get; set; }
    [System.Text.Json.Serialization.JsonPropertyName("gRPCStatusCodes")]
    [YamlDotNet.Serialization.YamlMember(Alias = "gRPCStatusCodes", ApplyNamingConventions = false)]
    public string? GrpcStatusCodes { get; set; }
}

internal sealed class CircuitBreaker
{
    public int? MaxRequests { get; set; }
    public string? Interval { get; set; }
    public string? Timeout { get; set; }
    public string? Trip { get; set; }
}

internal sealed class ResiliencyTargets
{
    public IDictionary<string, AppTarget> Apps { get; set; } = new Dictionary<string, AppTarget>();
    public IDictionary<string, ComponentTarget> Components { get; set; } = new Dictionary<string, ComponentTarget>();
}

internal sealed class AppTarget
{
    public string? Timeout { get; set; }
    public string? Retry { get; set; }
    public string? CircuitBreaker { get; set; }
    public int? CircuitBreakerCacheSize { get; set; }
}

internal sealed class ComponentTarget
{
    public AppTarget? Inbound { get; set; }
    public AppTarget? Outbound { get; set; }
}
