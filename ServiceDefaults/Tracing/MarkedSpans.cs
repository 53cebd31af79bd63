using System.Diagnostics;
using OpenTelemetry;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Gives a span the auction and the command of the span around it in the same process, so that a search by one of them finds every
/// span, and its failures, and not only those that know the command.
/// </summary>
internal sealed class MarkedSpans : BaseProcessor<Activity>
{
    private static readonly string[] Marks = ["auction.id", "command.id"];

    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Parent is not { } parent)
            return;
        foreach (var mark in Marks)
            if (data.GetTagItem(mark) is null && parent.GetTagItem(mark) is { } value)
                data.SetTag(mark, value);
    }
}
