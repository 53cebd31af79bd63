using System.Diagnostics;

namespace Auctions.ServiceDefaults.Tracing;

/// <summary>
/// Reads the right trace parent of a request that has two. daprd passes the caller's on and adds that of its own span, which
/// is the caller's child and so the nearest parent. Read together, the two are not valid, and the trace would break in two.
/// Where daprd's own is not usable (it records nothing, or is all zeros), the caller's is the parent.
/// </summary>
/// <param name="inner">Does the reading and writing.</param>
internal sealed class NearestParent(DistributedContextPropagator inner) : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => inner.Fields;

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        inner.ExtractTraceIdAndState(carrier, getter is null ? null : OfOne, out traceId, out traceState);

        void OfOne(object? from, string name, out string? value, out IEnumerable<string>? values)
        {
            getter(from, name, out value, out values);
            if (name == TraceParent && value?.Contains(',', StringComparison.Ordinal) == true)
                value = Nearest(value.Split(',', StringSplitOptions.TrimEntries));
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

    private static string? Nearest(string[] parents)
    {
        string? nearest = null;
        for (var at = parents.Length - 1; at >= 0; at--)
        {
            if (!ActivityContext.TryParse(parents[at], null, out var parent) || parent.TraceId == default || parent.SpanId == default)
                continue;
            if (parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
                return parents[at];
            nearest ??= parents[at];
        }

        return nearest;
    }
}
