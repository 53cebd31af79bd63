namespace Auctions.Images.Sbom;

/// <summary>A library of the application, as its <c>.deps.json</c> lists it.</summary>
/// <param name="Name">The package's id or the project's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsPackage">Whether the library is a NuGet package; otherwise it is one of our projects.</param>
/// <param name="Sha512">The package's SHA-512, lower-case hexadecimal; null for a project.</param>
/// <param name="Folder">The package's folder below the package folder; null for a project.</param>
/// <param name="Assemblies">The file names of its assemblies in the image.</param>
/// <param name="Needs">The keys (<c>name/version</c>) of the libraries that it depends on directly.</param>
internal sealed record Library(
    string Name,
    string Version,
    bool IsPackage,
    string? Sha512,
    string? Folder,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> Needs)
{
    /// <summary>The name in the bill; for a package its package URL.</summary>
    public string Reference => IsPackage ? $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}" : $"{Name}@{Version}";
}
