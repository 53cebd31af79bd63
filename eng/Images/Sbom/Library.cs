namespace Auctions.Images.Sbom;

/// <summary>Something the application was built from, as its <c>.deps.json</c> lists it.</summary>
/// <param name="Name">The package's id or the project's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsPackage">Whether it came from NuGet; otherwise it is a project of ours.</param>
/// <param name="Sha512">The package's SHA-512, lower-case hexadecimal; null for a project.</param>
/// <param name="Folder">The package's folder below the package folder; null for a project.</param>
/// <param name="Assemblies">The file names of its assemblies in the image.</param>
/// <param name="Needs">The keys (<c>name/version</c>) of the libraries it needs itself.</param>
public sealed record Library(
    string Name,
    string Version,
    bool IsPackage,
    string? Sha512,
    string? Folder,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> Needs)
{
    /// <summary>Its name in the bill: for a package its package URL, which says where it came from.</summary>
    public string Reference => IsPackage ? $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}" : $"{Name}@{Version}";
}
