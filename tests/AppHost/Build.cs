using System.Reflection;

namespace AppHost.Tests;

/// <summary>Where this build put what is tested.</summary>
internal static class Build
{
    public static string Repository => Metadata("Repository");

    /// <summary>The assembly that a project of this build made.</summary>
    public static string Assembly(string project, string assembly) =>
        Path.Combine(Metadata("Built"), project, Metadata("Configuration"), $"{assembly}.dll");

    private static string Metadata(string key) => typeof(Build).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
