using System.Globalization;
using Embedded.Sidecar.Policies;
using Embedded.Sidecar.Workflows;

namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Configuration.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="document">The document.</param>
    /// <param name="ignored">Is told which settings have no effect here.</param>
    /// <exception cref="ResourceException">A field is missing or wrong.</exception>
    public static SidecarConfiguration Read(YamlField document, Action<string> ignored)
    {
        var name = document["metadata"]["name"].Text();
        foreach (var (section, _) in document["spec"].Fields().Where(f => f.Name is not ("tracing" or "workflow")))
            ignored($"configuration {name}: {section} has no effect in the embedded sidecar");
        foreach (var (setting, _) in document["spec"]["tracing"].Fields().Where(f => f.Name is not "samplingRate"))
            ignored($"configuration {name}: tracing.{setting} has no effect in the embedded sidecar; set OTEL_EXPORTER_OTLP_ENDPOINT");

        foreach (var (setting, _) in document["spec"]["workflow"].Fields().Where(f => f.Name is not "stateRetentionPolicy"))
            ignored($"configuration {name}: workflow.{setting} has no effect in the embedded sidecar");

        return new SidecarConfiguration(
            SamplingRateOf(document["spec"]["tracing"]["samplingRate"]),
            RetentionOf(document["spec"]["workflow"]["stateRetentionPolicy"]));
    }

    private static double SamplingRateOf(YamlField rate)
    {
        if (!rate.Exists)
            return 0;
        return double.TryParse(rate.Text(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw rate.Error($"'{rate.Text()}' is no number from 0 to 1");
    }

    private static WorkflowRetention RetentionOf(YamlField policy)
    {
        var any = DurationOf(policy["anyTerminal"]);
        return new(DurationOf(policy["completed"]) ?? any, DurationOf(policy["failed"]) ?? any, DurationOf(policy["terminated"]) ?? any);
    }

    private static TimeSpan? DurationOf(YamlField kept) =>
        !kept.Exists ? null
        : GoDuration.TryParse(kept.Text()) ?? throw kept.Error($"'{kept.Text()}' is no duration such as 1h or 30m");
}

/// <summary>The settings of a Configuration.</summary>
/// <param name="SamplingRate">The share of traces that is recorded, 0 to 1; 0 records none, and events get a traceparent of zeros.</param>
/// <param name="WorkflowRetention">How long workflows are kept after their end.</param>
internal sealed record SidecarConfiguration(double SamplingRate = 0, WorkflowRetention WorkflowRetention = default);
