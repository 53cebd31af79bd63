using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Deploy.Tests.Rendered;

namespace Deploy.Tests.Observability;

/// <summary>A rule of deploy/observability/prometheus/rules.</summary>
/// <param name="Name">The alert's name, or the name of the series that it records.</param>
/// <param name="IsAlert">Whether it is an alert.</param>
/// <param name="Expression">Its expression.</param>
/// <param name="Severity">An alert's severity.</param>
/// <param name="Annotations">An alert's annotations.</param>
internal sealed record PromRule(string Name, bool IsAlert, string Expression, string? Severity, JsonObject? Annotations);

/// <summary>A check of deploy/observability/prometheus/tests.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Fires">Whether it must fire.</param>
internal sealed record PromCheck(string Alert, bool Fires);

/// <summary>Reads the rules, their tests, and the names of metrics in expressions.</summary>
internal static partial class PromRules
{
    // What stands where a metric's name could and isn't one.
    private static readonly HashSet<string> Words =
    [
        "and", "or", "unless", "on", "ignoring", "by", "without", "group_left", "group_right", "offset", "bool", "inf", "nan",
    ];

    public static IEnumerable<string> Files(string kind) =>
        Directory.EnumerateFiles(Repository.At("deploy", "observability", "prometheus", kind), "*.yml").Order(StringComparer.Ordinal);

    public static IReadOnlyList<PromRule> All { get; } =
    [
        .. from file in Files("rules")
           from document in YamlAsJson.Documents(File.ReadAllText(file))
           from @group in document["groups"]!.AsArray()
           from rule in @group!["rules"]!.AsArray()
           select new PromRule(
               (string)(rule!["alert"] ?? rule["record"])!, rule["alert"] is not null, (string)rule["expr"]!,
               (string?)rule["labels"]?["severity"], rule["annotations"]?.AsObject()),
    ];

    public static IReadOnlyList<PromCheck> Checks { get; } =
    [
        .. from file in Files("tests")
           from document in YamlAsJson.Documents(File.ReadAllText(file))
           from scenario in document["tests"]!.AsArray()
           from check in scenario!["promql_expr_test"]!.AsArray()
           select new PromCheck(AlertName().Match((string)check!["expr"]!).Groups[1].Value, check["exp_samples"]!.AsArray().Count > 0),
    ];

    /// <summary>The metrics that an expression names.</summary>
    public static IEnumerable<string> MetricsIn(string expression)
    {
        var bare = Comment().Replace(expression, "");
        bare = Braces().Replace(bare, "");
        bare = Brackets().Replace(bare, "");
        bare = Grouping().Replace(bare, " ");
        return Name().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name)).Distinct();
    }

    [GeneratedRegex("alertname=\"(\\w+)\"")]
    private static partial Regex AlertName();

    [GeneratedRegex("#.*")]
    private static partial Regex Comment();

    // A label's value may hold braces, as {id} of a route does.
    [GeneratedRegex("""\{(?:"[^"]*"|[^"}])*\}""")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    // A name that is followed by a parenthesis is a function's. A letter after a digit is a unit, as in 5m.
    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_:](?>[\w:]*)(?!\s*\()")]
    private static partial Regex Name();
}
