using System.Text;

namespace Auctions.Bench.Report;

/// <summary>A table whose first column has words and whose other columns have figures.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <exception cref="ArgumentException">The row does not have a cell for each heading.</exception>
    public MarkdownTable Add(params string[] cells)
    {
        if (cells.Length != headings.Length)
            throw new ArgumentException($"{cells.Length} cells under {headings.Length} headings", nameof(cells));
        _rows.Add([.. cells.Select(cell => cell.Trim('\'').Replace("|", "\\|", StringComparison.Ordinal))]);
        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, headings);
        Line(text, headings.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (var row in _rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
