using System.Diagnostics.Metrics;

namespace Tests.Metrics;

/// <summary>A row of docs/metrics.md.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">For example <c>up-down counter</c>.</param>
/// <param name="Attributes">The attributes, comma-separated.</param>
/// <param name="Meaning">The description.</param>
internal sealed record DocumentedMetric(string Name, string Unit, string Kind, string Attributes, string Meaning)
{
    /// <summary>The rows of the section whose heading contains a text, for example the name of a meter.</summary>
    public static IReadOnlyList<DocumentedMetric> Section(string heading)
    {
        var page = File.ReadAllLines(Path.Combine(Root(), "docs", "metrics.md"));
        return
        [
            .. page.SkipWhile(line => !line.StartsWith("## ", StringComparison.Ordinal) || !line.Contains(heading, StringComparison.Ordinal))
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Split('|').Skip(1).Select(cell => cell.Trim().Trim('`')).ToArray())
                .Select(cells => new DocumentedMetric(
                    cells[0], cells[1], cells.ElementAtOrDefault(2) ?? "", cells.ElementAtOrDefault(3) ?? "", cells.ElementAtOrDefault(4) ?? "")),
        ];
    }

    /// <summary>The row that an instrument should have. Its attributes are known only from what it measures.</summary>
    public static DocumentedMetric Of(Instrument instrument) => new(
        instrument.Name, instrument.Unit ?? "", KindOf(instrument.GetType().Name), "", instrument.Description ?? "");

    private static string KindOf(string type) =>
        type.Contains("UpDownCounter", StringComparison.Ordinal) ? "up-down counter"
        : type.Contains("Counter", StringComparison.Ordinal) ? "counter"
        : type.Contains("Histogram", StringComparison.Ordinal) ? "histogram"
        : "gauge";

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Auctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Auctions.sln.");
    }
}
