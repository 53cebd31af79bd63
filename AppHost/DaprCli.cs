using System.Reflection;

namespace Auctions.AppHost;

/// <summary>Which program runs beside each service: the machine's <c>dapr</c>, or the sidecar of this repository.</summary>
internal static class DaprCli
{
    /// <summary>The sidecar that was built with AppHost.</summary>
    public static string Embedded { get; } = typeof(DaprCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "EmbeddedSidecarPath").Value!;

    /// <summary>Looks where the Dapr toolkit looks.</summary>
    /// <returns>The path of the <c>dapr</c> CLI, or null where there is none.</returns>
    public static string? Find()
    {
        var file = OperatingSystem.IsWindows() ? "dapr.exe" : "dapr";
        var installed = OperatingSystem.IsWindows()
            ? Path.Combine(Path.GetPathRoot(Environment.SystemDirectory) ?? @"C:\", "dapr")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "dapr");
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return new[] { installed, "/usr/local/bin", "/usr/bin" }
            .Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
