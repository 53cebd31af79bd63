using System.Reflection;

namespace Images.Tests;

/// <summary>The repository from which the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;

    /// <summary>VersionPrefix of Directory.Build.props.</summary>
    public static string Version { get; } = typeof(Repository).Assembly.GetName().Version!.ToString(3);
}
