using System.Text;

namespace AppHost.Tests;

/// <summary>docs/real-apis.md, written from what was compiled.</summary>
internal static class ApiPage
{
    public const string Path = "docs/real-apis.md";

    public static string Of(IEnumerable<ApiMember> members, RealSignatures real)
    {
        var page = new StringBuilder("""
            # What is used of the real APIs, and what embedded/ has of them

            Written by tests/AppHost from the compiled assemblies; a test fails when this page is not what the sources use, and
            another when a signature here is not the real one. `WRITE_REAL_APIS=1 ./test --project tests/AppHost` writes it anew:
            think first whether the new member is worth it, for no feed of ours can prove the online build.

            *Used by* names the projects whose sources use the member; a row without one is in embedded/ because what is used
            needs it, or the contract tests do. *Real* says how it was checked: ✓ the same line is printed by Aspire.Hosting 13.5.2,
            CommunityToolkit.Aspire.Hosting.Dapr 13.5.0 and Dapr.Workflow 1.18.5 of themselves (tests/AppHost/TestData); ✓+ the real one has
            more optional parameters at its end; – that print leaves the type's members out.

            """);
        foreach (var library in members.GroupBy(member => member.Namespace).OrderBy(library => library.Key, StringComparer.Ordinal))
        {
            page.Append('\n').Append($"## {library.Key}\n\n| type | member | used by | embedded | real |\n|---|---|---|---|---|\n");
            foreach (var member in library.OrderBy(member => member.Type, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal))
                page.Append(Row(member, real));
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Row(ApiMember member, RealSignatures real)
    {
        var text = member.Text is null ? "" : $"`{member.Text.Replace("|", "\\|", StringComparison.Ordinal)}`";
        var check = !real.Has(member.Type) ? "–" : member.Text is null || real.Has(member.Type, member.Text) ? "✓" : "✓+";
        return $"| `{member.Type}` | {text} | {string.Join(", ", member.UsedBy)} | {(member.IsEmbedded ? "yes" : "no")} | {check} |\n";
    }
}
