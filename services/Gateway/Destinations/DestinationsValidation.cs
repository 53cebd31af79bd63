using System.Globalization;
using Auctions.Gateway.Forwarding;
using Microsoft.Extensions.Options;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Checks the clusters at the start. YARP itself accepts a cluster without destinations and an address that no
/// request can be sent to; then every request would fail.
/// </summary>
internal static class DestinationsValidation
{
    /// <summary>Checks YARP's section.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the message names every such setting.</exception>
    public static void Check(IConfigurationSection proxied)
    {
        var clusters = proxied.GetSection("Clusters").GetChildren().ToDictionary(cluster => cluster.Key, StringComparer.OrdinalIgnoreCase);
        List<string> failures = [];
        foreach (var route in proxied.GetSection("Routes").GetChildren())
        {
            if (route["ClusterId"] is not { } cluster || !clusters.ContainsKey(cluster))
                failures.Add($"{route.Path}:ClusterId is '{route["ClusterId"]}'; it must be one of {string.Join(", ", clusters.Keys)}.");
        }

        foreach (var cluster in clusters.Values)
            failures.AddRange(FailuresOf(cluster));

        if (failures.Count > 0)
            throw new OptionsValidationException(proxied.Path, typeof(DestinationsValidation), failures);
    }

    private static IEnumerable<string> FailuresOf(IConfigurationSection cluster)
    {
        var section = cluster.GetSection("Destinations");
        var destinations = section.GetChildren().ToList();
        if (destinations.Count == 0)
        {
            yield return $"{section.Path} is empty. Set the address of each replica of {cluster.Key} in the environment, for example "
                + $"{section.Path.Replace(":", "__", StringComparison.Ordinal)}__0__Address=http://localhost:12345.";
        }

        var limit = cluster.GetSection("Metadata").GetSection(SilenceLimit.MetadataName);
        if (limit.Value is { } text && !(TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero))
            yield return $"{limit.Path} is '{text}'; it must be a time above zero such as 00:00:02.";

        foreach (var destination in destinations)
        {
            if (!Uri.TryCreate(destination["Address"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                yield return $"{destination.Path}:Address is '{destination["Address"]}'; it must be a URL that begins with http:// or https://.";
        }
    }
}
