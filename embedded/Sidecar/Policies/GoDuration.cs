using System.Globalization;
using System.Text.RegularExpressions;

namespace Embedded.Sidecar.Policies;

/// <summary>Durations as Go writes them: <c>5s</c>, <c>1m30s</c>, <c>50ms</c>; a bare number is milliseconds.</summary>
internal static partial class GoDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads a duration; null where the text is no duration, or one of more than a hundred years.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return Of(milliseconds);
        if (!Whole().IsMatch(text))
            return null;
        return Of(Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * (part.Groups[2].Value switch
            {
                "h" => 3_600_000,
                "m" => 60_000,
                "s" => 1_000,
                "ms" => 1,
                _ => 0.001,
            })));
    }

    // Adding a very large TimeSpan to a time overflows.
    private static TimeSpan? Of(double milliseconds) => milliseconds <= Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(h|ms|us|m|s))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|us|m|s)")]
    private static partial Regex Part();
}
