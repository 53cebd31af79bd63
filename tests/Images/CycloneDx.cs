using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Images.Tests;

/// <summary>
/// The part of CycloneDX 1.6 that the bills use, read strictly: an unknown property and a missing required one both fail.
/// The feed does not have the official schema.
/// </summary>
internal static partial class CycloneDx
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Bill Read(byte[] json)
    {
        var bill = JsonSerializer.Deserialize<Bill>(json, Strict)!;
        Assert.Equal(("CycloneDX", "1.6"), (bill.BomFormat, bill.SpecVersion));
        Assert.Matches(SerialNumber(), bill.SerialNumber);
        Assert.True(bill.Version >= 1);
        Component[] all = [bill.Metadata.Component, .. bill.Metadata.Tools.Components, .. bill.Components];
        foreach (var component in all)
        {
            Assert.Contains(component.Type, (string[])["application", "framework", "library", "container"]);
            Assert.NotEmpty(component.Name);
            Assert.All(component.Hashes ?? [], hash => Assert.Matches(hash.Alg == "SHA-256" ? "^[0-9a-f]{64}$" : "^([0-9a-f]{128})$", hash.Content));
            Assert.All(component.Hashes ?? [], hash => Assert.Contains(hash.Alg, (string[])["SHA-256", "SHA-512"]));
            // A component has either one expression or any number of licences with a name.
            Assert.True(component.Licenses is not { Count: > 1 } several || several.All(one => one.Expression is null));
            Assert.All(component.Licenses ?? [], one => Assert.True(one.Expression is null != one.License is null));
        }
        var references = all.Select(component => component.BomRef).OfType<string>().ToArray();
        Assert.Equal(references.Length, references.Distinct().Count());
        Assert.Equal(bill.Dependencies.Count, bill.Dependencies.Select(dependency => dependency.Ref).Distinct().Count());
        Assert.All(
            bill.Dependencies,
            dependency => Assert.All(dependency.DependsOn.Append(dependency.Ref), name => Assert.Contains(name, references)));
        return bill;
    }

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    private static partial Regex SerialNumber();

    internal sealed record Bill(
        string BomFormat, string SpecVersion, string SerialNumber, int Version, Metadata Metadata,
        IReadOnlyList<Component> Components, IReadOnlyList<Dependency> Dependencies);

    internal sealed record Metadata(DateTimeOffset Timestamp, Tools Tools, Component Component);

    internal sealed record Tools(IReadOnlyList<Component> Components);

    internal sealed record Component
    {
        public required string Type { get; init; }

        public required string Name { get; init; }

        [JsonPropertyName("bom-ref")]
        public string? BomRef { get; init; }

        public string? Version { get; init; }

        public string? Purl { get; init; }

        public IReadOnlyList<Hash>? Hashes { get; init; }

        public IReadOnlyList<LicenseChoice>? Licenses { get; init; }

        public IReadOnlyList<Property>? Properties { get; init; }
    }

    internal sealed record Hash(string Alg, string Content);

    internal sealed record LicenseChoice
    {
        public string? Expression { get; init; }

        public License? License { get; init; }
    }

    internal sealed record License
    {
        public required string Name { get; init; }

        public string? Url { get; init; }
    }

    internal sealed record Property(string Name, string Value);

    internal sealed record Dependency(string Ref, IReadOnlyList<string> DependsOn);
}
