namespace Auctions.Bench.Report;

/// <summary>Prints results, and appends them to a file if one was named.</summary>
internal static class ResultFile
{
    /// <summary>Prints the table under its title and the machine, and appends the same text to the file.</summary>
    public static void Append(FileInfo? file, string title, MarkdownTable table, string? remark = null)
    {
        var text = $"## {title}\n\n{Machine.Describe(TimeProvider.System)}\n\n{table}";
        if (remark is not null)
            text += $"\n{remark}\n";
        Console.WriteLine();
        Console.WriteLine(text);
        if (file is null)
            return;

        file.Directory?.Create();
        File.AppendAllText(file.FullName, file.Exists && file.Length > 0 ? $"\n{text}" : text);
    }
}
