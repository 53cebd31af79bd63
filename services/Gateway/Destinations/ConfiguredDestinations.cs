using Microsoft.Extensions.Options;

namespace Auctions.Gateway.Destinations;

/// <summary>
/// Refuses at start what could only fail later, request by request: YARP takes a cluster without destinations, and one
/// with an address that no request can be sent to.
/// </summary>
internal static class ConfiguredDestinations
{
    /// <summary>Checks YARP's section.</summary>
    /// <exception cref="OptionsValidationException">What must be set, by the names of the settings.</exception>
    public static void Check(IConfigurationSection proxied)
    {
        var clusters = proxied.GetSection("Clusters").GetChildren().ToDictionary(cluster => cluster.Key, StringComparer.OrdinalIgnoreCase);
        List<string> failures = [];
        foreach (var route in proxied.GetSection("Routes").GetChildren())
            if (route["ClusterId"] is not { } cluster || !clusters.ContainsKey(cluster))
                failures.Add($"{route.Path}:ClusterId is '{route["ClusterId"]}'; it must be one of {string.Join(", ", clusters.Keys)}.");
        foreach (var cluster in clusters.Values)
            failures.AddRange(FailuresOf(cluster));

        if (failures.Count > 0)
            throw new OptionsValidationException(proxied.Path, typeof(ConfiguredDestinations), failures);
    }

    private static IEnumerable<string> FailuresOf(IConfigurationSection cluster)
    {
        var destinations = cluster.GetSection("Destinations");
        var some = destinations.GetChildren().ToList();
        if (some.Count == 0)
            yield return $"{destinations.Path} is empty. Say where {cluster.Key} is, one address a replica, for example "
                + $"{destinations.Path.Replace(":", "__", StringComparison.Ordinal)}__0__Address=http://localhost:12345 in the environment.";
        foreach (var destination in some)
            if (!Uri.TryCreate(destination["Address"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                yield return $"{destination.Path}:Address is '{destination["Address"]}'; it must be a URL that begins with http:// or https://.";
    }
}
