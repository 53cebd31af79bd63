using System.Globalization;

namespace Embedded.Sidecar.Policies;

/// <summary>Statuses as resiliency.yaml writes them: <c>14</c>, <c>429,500-599</c>.</summary>
internal sealed class StatusRanges
{
    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>Whether a status is in one of the ranges.</summary>
    public bool Contains(int status) => _ranges.Exists(range => status >= range.From && status <= range.To);

    /// <summary>Reads ranges; null where the text is no such list.</summary>
    public static StatusRanges? TryParse(string text)
    {
        var ranges = new StatusRanges();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2);
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
                || to < from)
                return null;
            ranges._ranges.Add((from, to));
        }

        return ranges;
    }
}
