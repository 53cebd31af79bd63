using System.Text.RegularExpressions;

namespace Auctions.AppHost.Supervision;

/// <summary>The log lines of processes, as the processes wrote them.</summary>
internal static partial class ResourceLines
{
    private const string WrittenByAspire = "[sys]";

    /// <summary>A line without the time that Aspire prefixes and without colours; null if Aspire wrote the line itself.</summary>
    public static string? Plain(string line) =>
        Decoration().Replace(line, "") is { Length: > 0 } plain && !plain.StartsWith(WrittenByAspire, StringComparison.Ordinal) ? plain : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\S+Z |\x1b\[[0-9;]*m")]
    private static partial Regex Decoration();
}
