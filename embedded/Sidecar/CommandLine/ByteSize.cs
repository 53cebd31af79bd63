using System.Globalization;

namespace Embedded.Sidecar.CommandLine;

/// <summary>Sizes as Kubernetes writes them: <c>4Mi</c>, <c>64Ki</c>, <c>1G</c>, <c>4096</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("k", 1_000), ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("B", 1),
    ];

    /// <summary>Reads a size.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="bytes">The size in bytes, 1 to 2 GiB - 1.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out int bytes)
    {
        bytes = 0;
        var factor = 1L;
        foreach (var (suffix, unit) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            factor = unit;
            text = text[..^suffix.Length];
            break;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 || number > int.MaxValue / factor)
        {
            return false;
        }

        bytes = (int)(number * factor);
        return true;
    }
}
