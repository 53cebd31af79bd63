using System.Reflection;

namespace AppHost.Tests;

/// <summary>Every member of the real libraries that the sources use or that embedded/ stands in for.</summary>
internal static class ApiMembers
{
    // In no library: what the build's own targets write into AppHost, and what only they use.
    private static readonly string[] OfTheBuild = ["IBuiltProject"];

    // What every record has; and conversions, which the real libraries' print leaves out.
    private static readonly string[] OfTheCompiler =
        ["<Clone>$", "Deconstruct", "Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "op_Implicit"];

    private static readonly (string Project, string Assembly)[] Sources =
    [
        ("AppHost", "AppHost"), ("Worker", "Auctions.Worker"), ("Worker", "Auctions.ServiceDefaults"), ("Worker", "Auctions"), ("Worker", "Auctions.Bus"),
    ];

    private static readonly (string Project, string Assembly)[] StandIns = [("Hosting", "Embedded.Hosting"), ("Workflow", "Embedded.Workflow")];

    public static IReadOnlyCollection<ApiMember> All { get; } = Collect();

    private static Dictionary<(string, string?), ApiMember>.ValueCollection Collect()
    {
        Dictionary<(string, string?), ApiMember> found = [];
        foreach (var (project, assembly) in Sources)
        {
            foreach (var member in UsedMembers.Of(Build.Assembly(project, assembly)))
                Find(found, member)?.UsedBy.Add(assembly.Split('.')[^1]);
        }

        foreach (var (project, assembly) in StandIns)
        {
            foreach (var type in UsedMembers.Load(Build.Assembly(project, assembly)).ExportedTypes.Where(UsedMembers.IsReal))
            {
                foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Append(type))
                {
                    if (Find(found, member) is { } known)
                        known.IsEmbedded = true;
                }
            }
        }

        return found.Values;
    }

    private static ApiMember? Find(Dictionary<(string, string?), ApiMember> found, MemberInfo member)
    {
        member = Signature.Whole(member);
        var type = member as Type ?? member.DeclaringType!;
        if (OfTheBuild.Contains(type.Name) || OfTheCompiler.Contains(member.Name) || member is FieldInfo { IsSpecialName: true })
            return null;
        var one = new ApiMember(type.Namespace!, Signature.NameOf(type), member is Type ? null : Signature.Of(member));
        return found.TryGetValue((one.Type, one.Text), out var known) ? known : found[(one.Type, one.Text)] = one;
    }
}
