using Auctions.Cli.Traces;

namespace Auctions.Cli.Stories;

/// <summary>The spans of a trace as a tree, in the order in which they began.</summary>
internal static class SpanTree
{
    /// <summary>The spans with their depth. Spans that name each other as parents stand at the end.</summary>
    public static IReadOnlyList<(Span Span, int Depth)> Of(IEnumerable<Span> trace)
    {
        var spans = trace.OrderBy(span => span.Start).ToList();
        var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        var children = spans.ToLookup(span => span.Parent is { } parent && ids.Contains(parent) ? parent : "", StringComparer.Ordinal);
        var (told, seen) = (new List<(Span, int)>(), new HashSet<string>(StringComparer.Ordinal));
        Tell("", 0);
        foreach (var rest in spans.Where(span => !seen.Contains(span.Id)))
            told.Add((rest, 0));
        return told;

        void Tell(string parent, int depth)
        {
            foreach (var span in children[parent])
                if (seen.Add(span.Id))
                {
                    told.Add((span, depth));
                    Tell(span.Id, depth + 1);
                }
        }
    }
}
