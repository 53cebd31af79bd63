using System.Globalization;

namespace Embedded.Sidecar.Resources;

/// <summary>Reads documents of kind Configuration.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="document">The document.</param>
    /// <param name="ignored">Is told what has no effect here.</param>
    public static SidecarConfiguration Read(YamlField document, Action<string> ignored)
    {
        var name = document["metadata"]["name"].Text();
        foreach (var (section, _) in document["spec"].Fields().Where(f => f.Name is not "tracing"))
            ignored($"configuration {name}: {section} has no effect in the embedded sidecar");
        foreach (var (setting, _) in document["spec"]["tracing"].Fields().Where(f => f.Name is not "samplingRate"))
            ignored($"configuration {name}: tracing.{setting} has no effect in the embedded sidecar; set OTEL_EXPORTER_OTLP_ENDPOINT");

        var rate = document["spec"]["tracing"]["samplingRate"];
        if (!rate.Exists)
            return new SidecarConfiguration();
        return double.TryParse(rate.Text(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? new SidecarConfiguration(share)
            : throw rate.Bad($"'{rate.Text()}' is no number from 0 to 1");
    }
}
