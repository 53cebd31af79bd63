using k8s;
using k8s.Models;

namespace Deploy.Tests.Rendered;

internal sealed class DaprConfiguration : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public ConfigurationSpec Spec { get; set; } = new();
}

internal sealed class ConfigurationSpec
{
    public TracingSpec? Tracing { get; set; }
    public MetricsSpec? Metrics { get; set; }
    public LoggingSpec? Logging { get; set; }
    public SecretsSpec? Secrets { get; set; }
    public AccessControlSpec? AccessControl { get; set; }
    public WorkflowSpec? Workflow { get; set; }
}

internal sealed class TracingSpec
{
    public string? SamplingRate { get; set; }
    public bool? Stdout { get; set; }
    public OtelSpec? Otel { get; set; }
}

internal sealed class OtelSpec
{
    public string? EndpointAddress { get; set; }
    public string? Protocol { get; set; }
    public bool? IsSecure { get; set; }
}

internal sealed class MetricsSpec
{
    public bool? Enabled { get; set; }
    public MetricsHttp? Http { get; set; }
}

internal sealed class MetricsHttp
{
    public bool? IncreasedCardinality { get; set; }
    public IList<string>? PathMatching { get; set; }
    public bool? ExcludeVerbs { get; set; }
}

internal sealed class LoggingSpec
{
    public ApiLogging? ApiLogging { get; set; }
}

internal sealed class ApiLogging
{
    public bool? Enabled { get; set; }
    public bool? ObfuscateURLs { get; set; }
    public bool? OmitHealthChecks { get; set; }
}

internal sealed class SecretsSpec
{
    public IList<SecretsScope> Scopes { get; set; } = [];
}

internal sealed class SecretsScope
{
    public string StoreName { get; set; } = "";
    public string? DefaultAccess { get; set; }
    public IList<string> AllowedSecrets { get; set; } = [];
    public IList<string> DeniedSecrets { get; set; } = [];
}

internal sealed class AccessControlSpec
{
    public string? DefaultAction { get; set; }
    public string? TrustDomain { get; set; }
    public IList<AppPolicy> Policies { get; set; } = [];
}

internal sealed class AppPolicy
{
    public string AppId { get; set; } = "";
    public string? DefaultAction { get; set; }
    public string? TrustDomain { get; set; }
    public string? Namespace { get; set; }
    public IList<AppOperation> Operations { get; set; } = [];
}

internal sealed class AppOperation
{
    public string Name { get; set; } = "";
    public IList<string>? HttpVerb { get; set; }
    public string Action { get; set; } = "";
}

internal sealed class WorkflowSpec
{
    public int? MaxConcurrentWorkflowInvocations { get; set; }
    public int? MaxConcurrentActivityInvocations { get; set; }
    public StateRetentionPolicy? StateRetentionPolicy { get; set; }
}

internal sealed class StateRetentionPolicy
{
    public string? AnyTerminal { get; set; }
    public string? Completed { get; set; }
    public string? Failed { get; set; }
    public string? Terminated { get; set; }
}
