using System.Reflection;

namespace AppHost.Tests;

/// <summary>Paths of this build.</summary>
internal static class Build
{
    public static string Repository => Metadata("Repository");

    /// <summary>The path of an assembly of this build.</summary>
    public static string Assembly(string project, string assembly) =>
        Path.Combine(Metadata("Built"), project, Metadata("Configuration"), $"{assembly}.dll");

    private static string Metadata(string key) => typeof(Build).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
