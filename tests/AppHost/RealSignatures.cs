using System.Text.RegularExpressions;

namespace AppHost.Tests;

/// <summary>
/// TestData/toolkit-signatures.txt: the public members of CommunityToolkit.Aspire.Hosting.Dapr 13.5.0, printed by reflection.
/// </summary>
internal sealed partial class RealSignatures
{
    private readonly Dictionary<string, HashSet<string>> _members = [];

    private RealSignatures()
    {
    }

    public static RealSignatures Read()
    {
        var real = new RealSignatures();
        var type = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "toolkit-signatures.txt")))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal))
                real._members.TryAdd(type = SimpleName(line[4..]), []);
            else if (line.StartsWith("  ", StringComparison.Ordinal))
                real.Add(type, line.Trim());
            else if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
                real.Add(line[..colon], line[(colon + 2)..]);
        }

        return real;
    }

    public bool Has(string type) => _members.ContainsKey(type);

    public bool Has(string type, string member) => _members.TryGetValue(type, out var members) && members.Contains(member);

    /// <summary>Whether there is such a member with further optional parameters at the end.</summary>
    public bool HasWithMoreOptionalOnes(string type, string member) => member.EndsWith(')') && _members.TryGetValue(type, out var members)
        && members.Any(real => real.StartsWith($"{member[..^1]}, ", StringComparison.Ordinal)
            && real[member.Length..^1].Split(", ").All(parameter => parameter.Contains(" = ", StringComparison.Ordinal)));

    private void Add(string type, string member)
    {
        if (!_members.TryGetValue(type, out var members))
            _members[type] = members = [];
        members.Add(Constraints().Replace(Attributes().Replace(member, ""), ""));
        // The values of an enum are on one line.
        if (!member.Contains('('))
            members.UnionWith(member.Split(", "));
    }

    // Namespace.Name<T> : Base [Interface] → Name<T>
    private static string SimpleName(string declaration)
    {
        var name = declaration.Split(" : ")[0].Split(" [")[0];
        var generic = name.IndexOf('<', StringComparison.Ordinal);
        return name[((generic < 0 ? name : name[..generic]).LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@" where .*$")]
    private static partial Regex Constraints();

    [GeneratedRegex(@"^\[[^\]]*\] ")]
    private static partial Regex Attributes();
}
