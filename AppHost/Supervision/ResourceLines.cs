using System.Text.RegularExpressions;

namespace Auctions.AppHost.Supervision;

/// <summary>The lines of processes, as the processes wrote them.</summary>
internal static partial class ResourceLines
{
    private const string Aspires = "[sys]";

    /// <summary>A line without the time that Aspire puts before it and without colours; null where it isn't the process' own.</summary>
    public static string? Plain(string line) =>
        Decoration().Replace(line, "") is { Length: > 0 } plain && !plain.StartsWith(Aspires, StringComparison.Ordinal) ? plain : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+Z |\x1b\[[0-9;]*m")]
    private static partial Regex Decoration();
}
