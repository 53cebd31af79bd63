using System.Text;

namespace Auctions.Cli.Stories;

/// <summary>How a text stands out on a terminal.</summary>
internal enum Tone
{
    Plain,
    Heading,
    Quiet,
    Good,
    Bad,
}

/// <summary>A cell of a row. The last cell of a row gets the rest of the width.</summary>
/// <param name="Text">The text; it is cut where it is longer than the cell.</param>
/// <param name="Width">The width in characters.</param>
/// <param name="IsNumber">Whether it stands at the right.</param>
internal readonly record struct Cell(string Text, int Width = 0, bool IsNumber = false);

/// <summary>Writes aligned lines of at most <see cref="Width"/> characters.</summary>
/// <param name="output">Where to.</param>
/// <param name="withColours">Whether the output is a terminal that shows colours.</param>
internal sealed class Page(TextWriter output, bool withColours)
{
    /// <summary>The most characters of a line.</summary>
    public const int Width = 100;

    private const string Gap = "  ";

    /// <summary>Whether an output is a terminal that is to show colours.</summary>
    public static bool IsColourful(TextWriter output, Func<string, string?> environment) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected
        && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";

    /// <summary>Writes a paragraph.</summary>
    public void Line(string text = "", Tone tone = Tone.Plain) => Row(tone, new Cell(text));

    /// <summary>Writes a row. What doesn't fit into the last cell goes on below it.</summary>
    public void Row(Tone tone, params IReadOnlyList<Cell> cells)
    {
        var before = new StringBuilder();
        foreach (var cell in cells.SkipLast(1))
            before.Append(Fit(Clean(cell.Text), cell)).Append(Gap);
        var first = before.ToString();
        foreach (var part in Wrap(Clean(cells[^1].Text), Width - first.Length))
        {
            output.WriteLine(Painted((first + part).TrimEnd(), tone));
            first = new string(' ', first.Length);
        }
    }

    private static string Fit(string text, Cell cell)
    {
        var cut = text.Length > cell.Width ? $"{text[..(cell.Width - 1)]}…" : text;
        return cell.IsNumber ? cut.PadLeft(cell.Width) : cut.PadRight(cell.Width);
    }

    // Titles and ids come from users: what moves the cursor of a terminal or colours it must not reach one.
    private static string Clean(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(character => char.IsControl(character) ? '?' : character))
        : text;

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            // The indent at the start of a text is no place to break it.
            var at = text.LastIndexOf(' ', width, width - (text.Length - text.TrimStart().Length));
            yield return at > 0 ? text[..at] : text[..width];
            text = at > 0 ? text[(at + 1)..] : text[width..];
        }

        yield return text;
    }

    private string Painted(string text, Tone tone) => withColours && tone != Tone.Plain && text.Length > 0
        ? tone switch
        {
            Tone.Heading => $"\e[1m{text}\e[0m",
            Tone.Quiet => $"\e[2m{text}\e[0m",
            Tone.Good => $"\e[32m{text}\e[0m",
            _ => $"\e[31m{text}\e[0m",
        }
        : text;
}
