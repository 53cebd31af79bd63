using System.Globalization;
using System.Text.RegularExpressions;

namespace Embedded.Sidecar.Resiliency;

/// <summary>Durations as Go writes them: <c>5s</c>, <c>1m30s</c>, <c>50ms</c>; a bare number is milliseconds.</summary>
internal static partial class GoDuration
{
    /// <summary>Reads one; null where the text is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return TimeSpan.FromMilliseconds(milliseconds);
        if (!Whole().IsMatch(text))
            return null;
        return Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
            sum + (double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * (part.Groups[2].Value switch
            {
                "h" => TimeSpan.FromHours(1),
                "m" => TimeSpan.FromMinutes(1),
                "s" => TimeSpan.FromSeconds(1),
                "ms" => TimeSpan.FromMilliseconds(1),
                _ => TimeSpan.FromMicroseconds(1),
            })));
    }

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(h|ms|us|m|s))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|us|m|s)")]
    private static partial Regex Part();
}
