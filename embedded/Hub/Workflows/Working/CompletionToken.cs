using System.Globalization;

namespace Embedded.Hub.Workflows.Working;

/// <summary>Names one handing-out of work, and the execution of its instance that it was for.</summary>
internal readonly record struct CompletionToken(long Number, string ExecutionId)
{
    public static CompletionToken? Parse(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && long.TryParse(text.AsSpan(0, dot), CultureInfo.InvariantCulture, out var number)
            ? new(number, text[(dot + 1)..])
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}.{ExecutionId}");
}
